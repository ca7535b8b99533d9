import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { suback } from '../../peer/mqtt-bytes.ts'
import { createDevice, topics, type Device } from '../support/device.ts'
import { started } from '../support/device-with-wifi.ts'

/** A device whose application notes what it hears. */
function listening(t: TestContext): { device: Device; heard: unknown[] } {
  const heard: unknown[] = []
  const device = createDevice(t, {
    app: ({ on }) => {
      on('connect', () => heard.push('connect'))
      on('close', () => heard.push('close'))
      on('error', (fault) => heard.push(`error ${fault}`))
      on('message', (topic, payload) => heard.push([topic, payload]))
    },
  })
  device.start()
  return { device, heard }
}

test('connect when property sets arrive, close when they do not any more, in each session', (t) => {
  const { device, heard } = listening(t)
  device.to('subscribing')
  device.seconds(0)
  assert.deepEqual(heard, [])
  device.socket().data(suback(1, [1]))
  assert.deepEqual(heard, [], 'later, when what runs has ended')
  device.seconds(0)
  assert.deepEqual(heard.splice(0), ['connect'])
  device.socket().close()
  device.seconds(0)
  assert.deepEqual(heard.splice(0), ['close', 'error socket-closed'])
  device.seconds(1)
  device.to('ready')
  device.seconds(0)
  assert.deepEqual(heard, ['connect'])
})

test('an attempt that never was ready is an error with its word, and no close', (t) => {
  const { device, heard } = listening(t)
  device.socket().error(-6)
  device.seconds(1)
  device.to('greeting')
  device.seconds(11)
  assert.deepEqual(heard, ['error dns-failed', 'error connack-timeout'])
})

test('a lost Wi-Fi is an error, too', (t) => {
  const heard: string[] = []
  const { device, wifi } = started(t, { app: ({ on }) => on('error', (fault) => heard.push(fault)) })
  wifi.answer('bad password')
  device.seconds(0)
  assert.deepEqual(heard, ['wifi-timeout'])
})

test('a message comes with topic and payload, whole, as it came; it is logged up to 60 bytes', (t) => {
  const { device, heard } = listening(t)
  device.to('ready')
  device.seconds(0)
  heard.splice(0)
  const payload = '{"id":"1"}\n\xff'.padEnd(500, 'x')
  device.publish({ topicName: topics.get, payload: Buffer.from(payload, 'latin1') })
  device.publish({ topicName: '/broadcast', payload: '', qos: 1, packetId: 3, retain: true })
  assert.deepEqual(heard, [])
  device.seconds(0)
  assert.deepEqual(heard, [
    [topics.get, payload],
    ['/broadcast', ''],
  ])
  assert.equal(device.log('I mqtt message').length, 2)
})

test('what the firmware handles itself is no message: sets, replies, and a retained set; all else of /sys/ is one', (t) => {
  const { device, heard } = listening(t)
  device.to('ready')
  device.seconds(0)
  heard.splice(0)
  const payload = '{"id":"1","params":{}}'
  for (const topicName of [topics.set, topics.postReply]) device.publish({ topicName, payload })
  device.publish({ topicName: topics.set, payload, retain: true })
  device.seconds(0)
  assert.deepEqual(heard, [])
  const topicName = '/sys/a1B2c3D4e5F/plug01/thing/x'
  device.publish({ topicName, payload })
  device.seconds(0)
  assert.deepEqual(heard, [[topicName, payload]])
})

test('several listeners are all called, though one throws, and the link lives on', (t) => {
  const heard: string[] = []
  const device = createDevice(t, {
    app: ({ on }) => {
      on('message', () => {
        throw new Error('a mistake in the listener')
      })
      on('message', (topic) => heard.push(topic))
    },
  })
  device.start()
  device.to('ready')
  device.publish({ topicName: '/a', payload: '' })
  assert.throws(() => device.seconds(0), /a mistake in the listener/)
  device.seconds(0)
  assert.deepEqual([heard, device.socket().isEnded(), device.log('W')], [['/a'], false, []])
})

test('a listener may publish: an answer to a message goes out', (t) => {
  const device = createDevice(t, {
    app: ({ on, publish }) => on('message', (_topic, payload) => publish('user/update', `got ${payload}`)),
  })
  device.start()
  device.to('ready')
  device.publish({ topicName: topics.get, payload: 'ping' })
  assert.deepEqual(device.published(), [{ topic: topics.update, payload: 'got ping', qos: 0 }])
})

test('an application that listens to nothing is told nothing, which would take memory each time', (t) => {
  const device = createDevice(t, { app: () => undefined })
  const { mock } = t.mock.method(device.fake.board, 'emit')
  device.start()
  device.to('ready')
  device.publish({ topicName: '/a', payload: '' })
  device.socket().close()
  assert.equal(mock.callCount(), 0)
})
