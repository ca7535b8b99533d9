import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { describeRules } from '../../../../tools/cloud/files/rule-flags.ts'
import { defaultRules } from '../../../../tools/cloud/model/rules.ts'
import { rows } from './row.ts'

const table = readFileSync(new URL('../../../../docs/cloud.md', import.meta.url), 'utf8')

test('docs/cloud.md has a line for every behaviour, and says where it comes from', () => {
  const cells = table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))
  for (const row of rows) {
    const [, , does = '', source = ''] = cells.find(([, name]) => name === row) ?? []
    assert.ok(does !== '' && source !== '', row)
  }
})

test('docs/cloud.md and --help name every rule', () => {
  for (const rule of Object.keys(defaultRules)) {
    assert.ok(table.includes(`\`${rule}\``), rule)
    assert.match(describeRules('a number'), new RegExp(`^ {2}${rule} `, 'm'))
  }
})

test('every behaviour has a test', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.test.ts'))
  const sources = files.map((name) => readFileSync(new URL(name, import.meta.url), 'utf8')).join('\n')
  for (const row of rows) assert.ok(sources.replace(/\s+/g, '').includes(`row('${row}',`.replaceAll(' ', '')), row)
})
