import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connack, suback } from '../../peer/mqtt-bytes.ts'
import { deviceAt, readyDevice, topics, type Device } from '../support/device.ts'

/** The SUBSCRIBEs that were written: packetId, topic filter, QoS. */
const subscribes = (device: Device): unknown[] =>
  device
    .packets()
    .flatMap((packet): unknown[] =>
      packet.cmd === 'subscribe'
        ? packet.subscriptions.map(({ topic, qos }) => [packet.messageId, topic, qos])
        : [`${packet.cmd}`],
    )

const own = '/a1B2c3D4e5F/plug01/'
const app = ({ subscribe }: { subscribe: (filter: string) => void }): void => {
  subscribe('user/get')
  subscribe('/broadcast/+')
}

test('what was subscribed to before the link is ready is asked for then, one SUBSCRIBE a filter, at QoS 1', (t) => {
  const device = deviceAt(t, 'subscribing', { app })
  device.api.subscribe('#')
  assert.deepEqual(subscribes(device), ['connect', [1, topics.set, 1]], 'only the property set by then')
  device.socket().drain()
  device.socket().data(suback(1, [1]))
  assert.deepEqual(subscribes(device), [
    [2, topics.get, 1],
    [3, '/broadcast/+', 1],
    [4, `${own}#`, 1],
  ])
})

test('while ready it is asked for at once', (t) => {
  const device = readyDevice(t, { app })
  device.api.subscribe('user/more')
  assert.deepEqual(subscribes(device), [[4, `${own}user/more`, 1]])
})

test('each session asks for all anew', (t) => {
  const device = readyDevice(t, { app })
  device.api.subscribe('late')
  for (let i = 0; i < 3; i++) {
    device.socket().close()
    device.seconds(60)
    device.to('ready')
    assert.deepEqual(subscribes(device), [
      'connect',
      [1, topics.set, 1],
      [2, topics.get, 1],
      [3, '/broadcast/+', 1],
      [4, `${own}late`, 1],
    ])
  }
})

test('a refusal is one warning with the whole topic, and the link goes on; what is granted is none', (t) => {
  const device = readyDevice(t, { app })
  device.socket().data(suback(2, [0]), suback(3, [0x80]))
  assert.deepEqual(device.log('W'), ['W mqtt refused, going on without: /broadcast/+'])
  device.socket().data(suback(2, [3]))
  assert.deepEqual(device.log('W').slice(1), [`W mqtt refused, going on without: ${topics.get}`])
  assert.equal(device.socket().isEnded(), false)
})

for (const [what, packetId, count] of [
  ['of the property set', 1, 1],
  ['of nothing that was asked for', 3, 1],
  ['of packetId 0', 0, 1],
  ['of packetId 258, whose low byte is 2', 258, 1],
  ['where nothing was asked for', 2, 0],
] as const) {
  test(`a SUBACK ${what} while ready is unexpected-packet`, (t) => {
    const device = readyDevice(t, { app: ({ subscribe }) => (count > 0 ? subscribe('user/get') : undefined) })
    device.socket().data(suback(packetId, [1]))
    assert.deepEqual(device.log('W'), ['W mqtt unexpected-packet, retry in 1 s (attempt 1)'])
    assert.equal(device.socket().isDestroyed(), true)
  })
}

test('a SUBACK of a filter of the session before is unexpected while the property set is not granted yet', (t) => {
  const device = readyDevice(t, { app })
  device.socket().close()
  device.seconds(1)
  device.to('greeting').data(connack(), suback(2, [1]))
  assert.match(device.log('W').at(-1) ?? '', /^W mqtt unexpected-packet,/)
})

test('an application that subscribes to nothing sends one SUBSCRIBE', (t) => {
  const device = deviceAt(t, 'ready', { app: () => undefined })
  assert.deepEqual(subscribes(device), ['connect', [1, topics.set, 1]])
})
