import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'

test('a tool whose reader has gone ends as at a signal, without a stack', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tools/config.ts', '--help'])
  child.stdout.destroy()
  let said = ''
  child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()))
  await once(child, 'close')
  assert.deepEqual([child.signalCode, said], ['SIGTERM', ''])
})
