import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deviceAt, readyDevice, type Device } from '../support/device.ts'

const app = (): void => undefined
const own = 'a1B2c3D4e5F/plug01'
const at2026 = 1_767_225_600_000

/** The times with which requests have left since the last call. */
const asked = (device: Device): string[] =>
  device
    .published()
    .filter(({ topic }) => topic === `/ext/ntp/${own}/request`)
    .map(({ payload }) => (JSON.parse(String(payload)) as { deviceSendTime: string }).deviceSendTime)

function answer(device: Device, payload: unknown): void {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
  device.publish({ topicName: `/ext/ntp/${own}/response`, payload: text })
  device.seconds(0)
}

const times = (deviceSendTime: unknown, received: unknown = `${at2026}`, left = received): object => ({
  deviceSendTime,
  serverRecvTime: received,
  serverSendTime: left,
})

test('the time is that of the server and half of the way there and back; it goes on with the board', (t) => {
  const device = readyDevice(t, { app })
  const told: number[] = []
  assert.equal(device.api.clockMs(), 0)
  device.api.syncClock((ms) => told.push(ms))
  const [sent] = asked(device)
  assert.match(sent ?? '', /^\d+$/)
  device.seconds(2)
  answer(device, times(sent, `${at2026}`, `${at2026 + 4}`))
  // What was published was looked at in the course of time, too.
  const tookMs = board.now() * 1000 - Number(sent)
  assert.ok(tookMs >= 2000)
  assert.deepEqual(told, [at2026 + 2 + tookMs / 2])
  device.seconds(3)
  assert.equal(device.api.clockMs(), at2026 + 2 + tookMs / 2 + 3000)
  device.seconds(60)
  assert.equal(told.length, 1)
})

test('answers that are not ours, late, or no times that can be are ignored; the callback gets 0 after 10 s, once', (t) => {
  const device = readyDevice(t, { app })
  const told: number[] = []
  device.api.syncClock((ms) => told.push(ms))
  const [sent = ''] = asked(device)
  const garbage = [
    '',
    '1e12',
    '1577836799999',
    '4102444800001',
    `${at2026}.5`,
    ` ${at2026}`,
    '99999999999999',
    null,
    {},
    [1],
  ]
  for (const each of garbage) answer(device, times(sent, each))
  for (const each of [`${Number(sent) + 1}`, '', null, undefined]) answer(device, times(each))
  answer(device, times(sent, `${at2026}`, `${at2026 + 60_000}`))
  for (const each of ['', '{', '[]', 'null', '{}', '\0']) answer(device, each)
  assert.deepEqual([told, device.api.clockMs()], [[], 0])
  device.seconds(10)
  assert.deepEqual(told, [0])
  answer(device, times(sent))
  assert.deepEqual([told, device.api.clockMs()], [[0], 0])
})

test('before the link is up nothing is asked; at each connect once; of callbacks 8 wait', (t) => {
  const device = deviceAt(t, 'opening', { app })
  const told: number[] = []
  for (let call = 0; call < 10; call++) device.api.syncClock((ms) => told.push(ms))
  device.seconds(0)
  assert.deepEqual(told, [0, 0])
  device.to('ready')
  device.seconds(0)
  const sent = asked(device)
  assert.equal(sent.length, 1)
  answer(device, times(Number(sent[0]), at2026))
  assert.equal(told.length, 10)
  assert.ok(told.slice(2).every((ms) => ms >= at2026 && ms < at2026 + 1_000))
})

test('two calls at once, and one at the connect, make one request; so do those until it is answered, and the next one asks anew', (t) => {
  const device = deviceAt(t, 'opening', { app: ({ on, syncClock }) => on('connect', () => syncClock()) })
  device.to('ready')
  device.seconds(0)
  device.api.syncClock()
  device.api.syncClock()
  const [sent = '', ...more] = asked(device)
  assert.deepEqual(more, [])
  device.seconds(1)
  device.api.syncClock()
  assert.deepEqual(asked(device), [])
  answer(device, times(sent))
  device.api.syncClock()
  assert.equal(asked(device).length, 1)
})

test('called every 5 s without an answer, each callback is told so, 10 s later at the most', (t) => {
  const device = deviceAt(t, 'opening', { app: () => undefined })
  device.to('ready')
  const told: number[] = []
  for (let i = 0; i < 4; i++) {
    device.api.syncClock((ms) => told.push(ms))
    asked(device)
    device.seconds(5)
  }
  assert.deepEqual(told, new Array(4).fill(0))
})
