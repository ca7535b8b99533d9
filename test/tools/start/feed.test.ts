import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { byOneClock } from '../../../tools/start/one-clock.ts'
import { createPinFeed } from '../../../tools/start/pin-feed.ts'
import { listenForKeys } from '../../../tools/start/keys.ts'

const device = { productKey: 'a1b2C3d4E5F', deviceName: 'switch-1' }

test('the feed tells pins and power; without power no pin is used, and the same power twice is told once', () => {
  const high = { use: 'output', value: 1 } as const
  const feed = createPinFeed(device, 'ESP32')
  const [told, power]: [unknown[], boolean[]] = [[], []]
  const forget = feed.onChange((state) => told.push(state))
  assert.deepEqual(feed.state(), { isPowered: true, pins: {} })
  feed.setPower(false)
  assert.deepEqual(told, [], 'there is no board yet')
  feed.bind({})
  feed.setPower(false)
  assert.deepEqual(told, [], 'this board has no switch')
  feed.bind({ setPower: (isOn) => void power.push(isOn) })
  feed.pins({ D2: high })
  for (const isOn of [true, false, false]) feed.setPower(isOn)
  feed.pins({ D2: high })
  feed.setPower(true)
  assert.deepEqual(power, [false, true])
  assert.deepEqual(told, [
    { isPowered: true, pins: { D2: high } },
    { isPowered: false, pins: {} },
    { isPowered: true, pins: {} },
  ])
  forget()
  feed.pins({ D2: high })
  assert.equal(told.length, 3)
})

test('the feed moves pins and turns dials where the board has that, and tells the new place of a dial', () => {
  const feed = createPinFeed(device, 'ESP32')
  assert.deepEqual([feed.movePin, feed.setDial], [undefined, undefined])
  const moved: unknown[] = []
  const dial = { name: 'room', unit: '°C', min: -10, max: 40, value: 21 }
  feed.bind({
    movePin: (...move) => void moved.push(move),
    dials: () => [dial],
    setDial: (name, value) => (name === 'room' ? (dial.value = value) : 0),
  })
  const told: unknown[] = []
  feed.onChange(({ dials }) => told.push(dials?.map(({ value }) => value)))
  feed.movePin?.('D4', undefined)
  feed.setDial?.('room', 30)
  assert.deepEqual([moved, told], [[['D4', undefined]], [[30]]])
})

test("a line gets the terminal's time in the form of the log, whatever else it holds", () => {
  assert.equal(
    byOneClock('00812.441 W mqtt pingresp-timeout 00812.441', 1234),
    '00001.234 W mqtt pingresp-timeout 00812.441',
  )
  assert.equal(byOneClock('x 00812.441', 1), 'x 00812.441')
})

function terminal(t: TestContext, isTTY: boolean): string[] {
  const { stdin } = process
  const done: string[] = []
  const before = { isTTY: stdin.isTTY, setRawMode: stdin.setRawMode }
  t.after(() => Object.assign(stdin, before))
  Object.assign(stdin, { isTTY, setRawMode: (isRaw: boolean) => void done.push(`raw ${isRaw}`) })
  t.mock.method(stdin, 'resume', () => void done.push('resume'))
  t.mock.method(stdin, 'pause', () => void done.push('pause'))
  return done
}

test('keys: space toggles, q and Ctrl-C quit, and the terminal is as it was afterwards', (t) => {
  const done = terminal(t, true)
  const keys: string[] = []
  const restore = listenForKeys((key) => keys.push(key))
  process.stdin.emit('data', Buffer.from(' xq\x03 '))
  assert.deepEqual(keys, ['space', 'quit', 'quit', 'space'])
  assert.ok(done.includes('raw true') && done.includes('resume'))
  restore()
  process.stdin.emit('data', Buffer.from(' '))
  assert.equal(keys.length, 4)
  assert.deepEqual(done.slice(-2), ['raw false', 'pause'])
})

test('where standard input is no terminal no key is listened for', (t) => {
  const done = terminal(t, false)
  listenForKeys(assert.fail)()
  assert.deepEqual(done, [])
})
