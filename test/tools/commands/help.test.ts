import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnsOf } from '../../../tools/command-line/columns.ts'
import { helps } from '../../lab/figures/commands-page.ts'

const flagsIn = (help: string) => [...new Set(help.match(/(?<![\w-])--[a-z][\w-]*/g))].sort()

for (const [verb, { en, zh }] of Object.entries(helps)) {
  test(`${verb}: the Chinese help has every flag of the English one, and is no wider`, () => {
    assert.deepEqual(flagsIn(zh), flagsIn(en))
    for (const flag of ['--help', '--lang', '--verbose', '--version']) assert.ok(flagsIn(en).includes(flag), flag)
    const most = Math.max(120, ...en.split('\n').map(columnsOf))
    assert.deepEqual(
      zh.split('\n').filter((line) => columnsOf(line) > most),
      [],
    )
  })
}
