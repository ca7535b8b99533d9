import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deviceAt, readyDevice, type Device } from '../support/device.ts'

const app = (): void => undefined
const names = '/sys/a1B2c3D4e5F/plug01/thing/'
const noReply = { code: 0, message: 'no-reply' }

/** A reply comes, and is handled once what runs at that moment has ended. */
function reply(device: Device, tail: string, payload: unknown): void {
  device.publish({ topicName: names + tail, payload: typeof payload === 'string' ? payload : JSON.stringify(payload) })
  device.seconds(0)
}

test('an event goes out on its own topic with the method of that name, its params bare', (t) => {
  const device = readyDevice(t, { app })
  device.api.postEvent('alarm', { Level: 2, Text: 'hot' })
  const [packet, ...more] = device.published()
  assert.deepEqual(more, [])
  assert.equal(packet?.topic, `${names}event/alarm/post`)
  assert.deepEqual(JSON.parse(packet.payload), {
    id: '1',
    version: '1.0',
    params: { Level: 2, Text: 'hot' },
    method: 'thing.event.alarm.post',
  })
})

test('the callback gets the reply to its own event once, whatever else comes', (t) => {
  const device = readyDevice(t, { app })
  const got: unknown[] = []
  device.api.postEvent('a', {}, (each) => got.push(['a', each.code]))
  device.api.postEvent('b', {}, (each) => got.push(['b', each.code]))
  device.flow()
  for (const payload of ['', 'null', '[]', '{"id":2', '{"id":"9","code":200}', '{"id":2,"code":200}'])
    reply(device, 'event/b/post_reply', payload)
  device.seconds(0)
  assert.deepEqual(got, [])
  reply(device, 'event/b/post_reply', { id: '2', code: 6321 })
  reply(device, 'event/b/post_reply', { id: '2', code: 200 })
  device.seconds(0)
  assert.deepEqual(got, [['b', 6321]])
  device.seconds(30)
  assert.deepEqual(got, [
    ['b', 6321],
    ['a', 0],
  ])
})

test('a refusal is in the log, with the topic, also where nobody waits for it; success is not', (t) => {
  const device = readyDevice(t, { app })
  device.api.postEvent('alarm', {})
  device.flow()
  reply(device, 'event/alarm/post_reply', { id: '1', code: 200, data: {} })
  assert.deepEqual(device.log('W thing'), [])
  reply(device, 'event/alarm/post_reply', { id: '1', code: 5160, data: {} })
  assert.deepEqual(device.log('W thing'), [
    'W thing event alarm post_reply "{\\"id\\":\\"1\\",\\"code\\":5160,\\"data\\":{}}"',
  ])
})

test('the session that ends takes its open requests with it; what waited for the link goes out in the next one', (t) => {
  const device = deviceAt(t, 'opening', { app })
  const got: unknown[] = []
  device.api.postEvent('early', {}, (each) => got.push(['early', each]))
  device.to('ready')
  device.flow()
  device.api.postEvent('late', {}, (each) => got.push(['late', each]))
  device.flow()
  reply(device, 'event/early/post_reply', { id: '1', code: 200 })
  device.socket().close()
  device.seconds(2)
  assert.deepEqual(got, [
    ['early', { id: '1', code: 200 }],
    ['late', noReply],
  ])
  device.to('ready')
  reply(device, 'event/late/post_reply', { id: '2', code: 200 })
  device.seconds(20)
  assert.equal(got.length, 2, 'a late reply is nobody’s')
})

test('more than 4,096 bytes do not wait: the callback is told at once, and what was dropped is counted', (t) => {
  const device = deviceAt(t, 'opening', { app })
  const got: unknown[] = []
  for (let i = 0; i < 21; i++) device.api.postEvent('alarm', {}, ({ message }) => got.push(message))
  device.seconds(0)
  assert.deepEqual(got, ['no-reply'])
  device.seconds(1)
  assert.deepEqual(device.log('W mqtt 1'), ['W mqtt 1 messages dropped, too many wait'])
})

test('the reply to a property post goes its own way beside events, and its warning is the one that people know', (t) => {
  const device = readyDevice(t, { app })
  const got: unknown[] = []
  device.api.postEvent('alarm', {})
  device.api.postProps({ A: 1 }, ({ code }) => got.push(code))
  device.flow()
  reply(device, 'event/property/post_reply', { id: '2', code: 200, data: { A: 'tsl parse: params not exist' } })
  device.seconds(0)
  assert.deepEqual(got, [200])
  assert.equal(device.log('W thing post_reply').length, 1)
})
