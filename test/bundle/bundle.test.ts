import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ensureBuilt } from '../../tools/build/firmware.ts'
import { analyseBundle, findPackages } from './analyse-bundle.ts'

const { file, script } = await ensureBuilt()

test('the bundle has no syntax, name or order that the engine lacks, and only printable ASCII', () => {
  assert.deepEqual(analyseBundle(script), [])
})

test('the bundle holds nothing but the sources of the firmware and the switch: no npm code', () => {
  assert.deepEqual(findPackages(readFileSync(`${file}.map`, 'utf8')), [])
})

test('the bundle holds no configuration: it is the same for every device', () => {
  const example = JSON.parse(readFileSync('device.example.json', 'utf8')) as Record<string, Record<string, string>>
  const secrets = [
    example['wifi']?.['password'],
    example['aliyun']?.['deviceSecret'],
    example['aliyun']?.['productKey'],
  ]
  for (const secret of secrets) assert.ok(secret !== undefined && !script.includes(secret))
  assert.doesNotMatch(script, /"wifi" *:/)
})
