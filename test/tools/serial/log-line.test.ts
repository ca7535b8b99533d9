import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseLogLine } from '../../../tools/serial/log-line.ts'

test('reads time, level, area and message of a line of the log, after months, too', () => {
  assert.deepEqual(parseLogLine('00812.441 W mqtt pingresp-timeout, retry in 1.6 s'), {
    t: 812.441,
    level: 'W',
    area: 'mqtt',
    message: 'pingresp-timeout, retry in 1.6 s',
  })
  assert.equal(parseLogLine('100000.000 I mqtt ready')?.t, 100_000)
  assert.equal(parseLogLine('31536000.001 E boot config-invalid')?.t, 31_536_000.001)
})

for (const line of [
  '',
  'ready',
  '0812.441 I mqtt ready',
  '00812.4 I mqtt ready',
  '00812.441 X mqtt ready',
  '00812.441 I mqtt',
  ' 00812.441 I mqtt ready',
])
  test(`what is no line of the log is none: ${JSON.stringify(line)}`, () => {
    assert.equal(parseLogLine(line), undefined)
  })
