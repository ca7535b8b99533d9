import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fuzzCloudCommand } from './fuzz-command.ts'

test('100 fuzzed devices and 100 requests do not bring the platform down, nor keep another device from being served', async () => {
  let printed = ''
  await fuzzCloudCommand(['--inputs', '100', '--seed', '1'], (text) => (printed += text))
  assert.match(
    printed,
    /^fuzz {7}--seed 1\npassed {5}100 device inputs in \d+ s\npassed {5}100 HTTP requests in \d+ s: .* x 200,.*\n$/,
  )
})
