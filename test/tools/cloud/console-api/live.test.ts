import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { createLive } from '../../../../tools/cloud/console-api/live.ts'
import type { BoardState } from '../../../../tools/cloud/console-api/board-feed.ts'
import { createTrafficRing } from '../../../../tools/cloud/console-api/traffic-ring.ts'
import type { DeviceName } from '../../../../tools/device-names/names.ts'
import { lamp, plug, startMemoryCloud } from '../../../local-platform/memory-cloud.ts'

const update = '/a1DEMO/plug01/user/update'
const off: BoardState = { isPowered: false, pins: {} }

/** A live stream, of one device or of all, whose reader keeps up until `isFull`. */
async function open(t: TestContext, device?: DeviceName) {
  t.mock.timers.enable({ apis: ['Date'], now: 1000 })
  const cloud = await startMemoryCloud(t, { rules: { uplinkPerSecond: 'unlimited', bytesPerSecond: 'unlimited' } })
  const traffic = createTrafficRing(cloud.platform)
  t.after(() => traffic.close())
  const changed = new Set<(state: BoardState) => void>()
  const board = {
    ...{ device: plug, what: 'ESP32', state: () => off, setPower: () => undefined },
    onChange(listener: (state: BoardState) => void) {
      changed.add(listener)
      return () => void changed.delete(listener)
    },
  }
  const reader = { isFull: false, messages: [] as Record<string, unknown>[] }
  const begin = () =>
    createLive({ platform: cloud.platform, boards: [board], traffic }, device).open((data) => {
      reader.messages.push(JSON.parse(data))
      return !reader.isFull
    })
  const kinds = () => reader.messages.map(({ kind }) => kind)
  return { cloud, reader, begin, kinds, changed }
}

test('of one device come what was kept, its packets, its events and its board, and nothing of another', async (t) => {
  const { cloud, begin, kinds, reader, changed } = await open(t, plug)
  const device = await cloud.connect()
  await cloud.connect(lamp)
  const end = begin()
  assert.deepEqual(kinds(), ['packet', 'packet'], 'CONNECT and CONNACK, from before')
  await device.publish(update, Buffer.from('hi').toString())
  await (await cloud.connect(lamp)).publish('/a1DEMO/lamp/user/update', 'x')
  for (const tell of changed) tell(off)
  assert.deepEqual(kinds().slice(2), ['packet', 'event', 'board'])
  end()
  await device.publish(update, 'unseen')
  assert.deepEqual([reader.messages.length, changed.size], [5, 0])
})

test('of all devices come events, those of no device and of boards too, and no packets', async (t) => {
  const { cloud, begin, reader, changed } = await open(t)
  begin()
  await cloud.connect()
  await cloud.connect({ ...plug, deviceName: 'nobody' })
  for (const tell of changed) tell(off)
  const said = reader.messages.map(({ kind, event }) => Object(event).type ?? kind)
  assert.deepEqual(said, ['online', 'refused', 'board'])
})

test('a refused login is shown with the device that it named, and with no other', async (t) => {
  const { cloud, begin, kinds } = await open(t, plug)
  begin()
  await cloud.connect(lamp, { password: Buffer.from('wrong') })
  await cloud.connect({ ...plug, deviceName: 'nobody' })
  assert.deepEqual(kinds(), [])
  await cloud.connect(plug, { password: Buffer.from('wrong') })
  assert.deepEqual(kinds().toSorted(), ['event', 'packet', 'packet'])
})

test('200 messages come in a second, and the next second says how many more there were', async (t) => {
  const { cloud, begin, kinds, reader } = await open(t)
  begin()
  for (let at = 0; at < 230; at++) cloud.platform.setFaults(plug, { delayMs: at })
  assert.equal(kinds().length, 200)
  t.mock.timers.setTime(1999)
  cloud.platform.setFaults(plug, { delayMs: 0 })
  assert.equal(kinds().length, 200)
  t.mock.timers.setTime(2000)
  cloud.platform.setFaults(plug, { delayMs: 0 })
  assert.deepEqual(reader.messages.slice(200, 201), [{ kind: 'missed', count: 31 }])
  t.mock.timers.setTime(3000)
  cloud.platform.setFaults(plug, { delayMs: 0 })
  assert.deepEqual(kinds().slice(200), ['missed', 'event', 'event'])
})

test('a reader that does not keep up is left alone for the rest of the second', async (t) => {
  const { cloud, begin, reader, kinds } = await open(t)
  begin()
  reader.isFull = true
  for (let at = 0; at < 3; at++) cloud.platform.setFaults(plug, { delayMs: at })
  assert.deepEqual(kinds(), ['event'])
  reader.isFull = false
  t.mock.timers.setTime(2000)
  cloud.platform.setFaults(plug, { delayMs: 0 })
  assert.deepEqual(kinds(), ['event', 'missed', 'event'])
})

test('4096 bytes of a payload are shown, as text or as base64, with the length that it had', async (t) => {
  const { cloud, begin, reader } = await open(t, plug)
  const device = await cloud.connect()
  begin()
  await device.publish(update, 'x'.repeat(5000))
  cloud.platform.publish(plug, '/sys/a1DEMO/plug01/thing/model/down_raw', Buffer.from([0xff, 0]))
  const [text, event, bytes] = reader.messages.slice(2).map((message) => Object(message))
  assert.deepEqual([text.packet.text.length, text.bytes, event.event.text.length], [4096, 5000, 4096])
  assert.deepEqual([bytes.packet.base64, bytes.packet.text, bytes.direction], ['/wA=', undefined, 'down'])
})
