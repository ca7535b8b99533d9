import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPinFeed } from '../../../tools/start/pin-feed.ts'
import { tellPower } from '../../../tools/start/power.ts'

test('the terminal tells once that the board was unplugged, and that it was plugged in', () => {
  const lines: string[] = []
  const feed = createPinFeed({ productKey: 'a1', deviceName: 'switch-1' }, 'ESP32')
  feed.bind({ what: 'ESP32', setPower: () => undefined, stop: () => Promise.resolve() })
  tellPower(feed, (line) => lines.push(line))
  feed.pin('D2', 1)
  feed.setPower(false)
  feed.setPower(false)
  feed.pin('D2', 0)
  feed.setPower(true)
  assert.deepEqual(lines, [
    '  [ x ]  switch-1 unplugged, no power: online for the cloud until its keep alive is over',
    '  [ + ]  switch-1 plugged in, boots',
  ])
})
