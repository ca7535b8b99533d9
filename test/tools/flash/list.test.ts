import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listText } from '../../../tools/flash/flash-command.ts'

test('the ports there are come as one JSON list where that is wanted, an empty one, too', () => {
  const ports = [{ path: '/dev/ttyUSB0', what: 'CH340' }]
  assert.deepEqual(JSON.parse(listText([], true)), [])
  assert.deepEqual(JSON.parse(listText(ports, true)), ports)
  assert.equal(listText([], false), 'no serial port with a USB device\n')
})
