import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPinFeed } from '../../../tools/start/pin-feed.ts'
import { tellPower } from '../../../tools/start/power.ts'

test('the terminal tells once that the board was unplugged, and that it was plugged in', () => {
  const lines: string[] = []
  const feed = createPinFeed({ productKey: 'a1', deviceName: 'switch-1' }, 'ESP32')
  feed.bind({ setPower: () => undefined })
  tellPower(feed, (line) => lines.push(line))
  feed.pins({ D2: { use: 'output', value: 1 } })
  feed.setPower(false)
  feed.setPower(false)
  feed.pins({ D2: { use: 'output', value: 0 } })
  feed.setPower(true)
  assert.deepEqual(lines, [
    '  [ x ]  switch-1 unplugged, no power: online for the cloud until its keep alive is over',
    '  [ + ]  switch-1 plugged in, boots',
  ])
})
