import assert from 'node:assert/strict'
import { test } from 'node:test'
import { suback } from '../../peer/mqtt-bytes.ts'
import { deviceAt, readyDevice, topics, type Device } from '../support/device.ts'

const app = (): void => undefined
const bytes = (...each: number[]): Buffer => Buffer.from(each)

/** The packetIds of what was written of this kind, and forgets the rest. */
const idsOf = (device: Device, cmd: string): number[] =>
  device.flow().flatMap((packet) => (packet.cmd === cmd ? [packet.messageId ?? 0] : []))
const pairs = (id: number): [number, number] => [id >> 8, id & 255]

test('publish calls back at QoS 1 when its own PUBACK comes, once', (t) => {
  const device = readyDevice(t, { app })
  const got: unknown[] = []
  device.api.publish('x', 'one', { qos: 1 }, (problem) => got.push(['one', problem]))
  device.api.publish('x', 'two', { qos: 1 }, (problem) => got.push(['two', problem]))
  const [one = 0, two = 0] = idsOf(device, 'publish')
  device.socket().data(bytes(0x40, 2, ...pairs(two)))
  device.socket().data(bytes(0x40, 2, ...pairs(two)))
  device.seconds(0)
  assert.deepEqual(got, [['two', undefined]])
  device.socket().data(bytes(0x40, 2, ...pairs(one)))
  device.seconds(30)
  assert.deepEqual(got, [
    ['two', undefined],
    ['one', undefined],
  ])
})

test('publish says what was wrong: no PUBACK in 10 s, the session’s end, too much that waits', (t) => {
  const device = readyDevice(t, { app })
  const got: unknown[] = []
  device.api.publish('x', '', { qos: 1 }, (problem) => got.push(['silent', problem]))
  device.flow()
  device.seconds(12)
  assert.deepEqual(got.splice(0), [['silent', 'no-reply']])
  device.api.publish('x', '', { qos: 1 }, (problem) => got.push(['closed', problem]))
  device.flow()
  device.socket().close()
  device.api.publish('x', 'x'.repeat(4000), null, (problem) => got.push(['dropped', problem]))
  device.seconds(0)
  assert.deepEqual(got, [
    ['closed', 'no-reply'],
    ['dropped', 'no-reply'],
  ])
})

test('publish at QoS 0 calls back when the message goes out; the callback may stand in place of the options', (t) => {
  const device = deviceAt(t, 'opening', { app })
  const got: unknown[] = []
  device.api.publish('x', '', (problem) => got.push(problem))
  device.seconds(5)
  assert.deepEqual(got, [])
  device.to('ready')
  device.flow()
  assert.deepEqual(got, [undefined])
})

test('subscribe calls back with the QoS that the broker grants, 128 where it refuses, once', (t) => {
  const device = deviceAt(t, 'opening', { app })
  const got: unknown[] = []
  device.api.subscribe('user/a', (problem, granted) => got.push([problem, granted]))
  device.to('ready')
  device.api.subscribe('user/b', (problem, granted) => got.push([problem, granted]))
  assert.deepEqual(idsOf(device, 'subscribe').slice(-2), [2, 3])
  device.socket().data(suback(3, [0x80]))
  device.socket().data(suback(2, [1]))
  device.socket().data(suback(2, [1]))
  device.seconds(30)
  assert.deepEqual(got, [
    [undefined, [{ topic: 'user/b', qos: 128 }]],
    [undefined, [{ topic: 'user/a', qos: 1 }]],
  ])
})

test('the same filter again is one filter; a session renews each, and 101 are too many', (t) => {
  const device = readyDevice(t, { app })
  const got: unknown[] = []
  for (let round = 0; round < 300; round++) device.api.subscribe('user/same')
  for (let i = 1; i < 101; i++) device.api.subscribe(`user/${i}`, i < 100 ? undefined : (problem) => got.push(problem))
  device.flow()
  device.seconds(0)
  assert.deepEqual(got, ['no-reply'])
  assert.deepEqual(device.log('W mqtt not'), ['W mqtt not subscribed, 100 topic filters are the most: user/100'])
  device.socket().close()
  device.seconds(1)
  device.to('ready')
  assert.equal(new Set(idsOf(device, 'subscribe')).size, 101)
})

test('unsubscribe sends UNSUBSCRIBE, calls back at UNSUBACK, and no later session subscribes; the place is used anew', (t) => {
  const device = readyDevice(t, { app })
  const got: unknown[] = []
  device.api.subscribe('user/a')
  device.api.subscribe('user/b')
  device.flow()
  device.api.unsubscribe('user/a', (problem) => got.push(problem))
  const [packet] = device.packets().filter(({ cmd }) => cmd === 'unsubscribe')
  assert.ok(packet?.cmd === 'unsubscribe')
  assert.deepEqual(packet.unsubscriptions, ['/a1B2c3D4e5F/plug01/user/a'])
  device.socket().data(bytes(0xb0, 2, ...pairs(packet.messageId ?? 0)))
  device.seconds(0)
  assert.deepEqual(got, [undefined])
  device.socket().close()
  device.seconds(1)
  device.to('ready')
  const filters = (): string[] =>
    device.packets().flatMap((each) => (each.cmd === 'subscribe' ? each.subscriptions.map(({ topic }) => topic) : []))
  assert.deepEqual(filters().slice(-1), ['/a1B2c3D4e5F/plug01/user/b'])
  device.api.subscribe('user/c')
  assert.deepEqual(idsOf(device, 'subscribe'), [2])
})

test('unsubscribe without a session, or of a filter that nobody wanted, calls back at once', (t) => {
  const device = deviceAt(t, 'opening', { app })
  const got: unknown[] = []
  device.api.subscribe('user/a', (problem) => got.push(['a', problem]))
  device.api.unsubscribe('user/a', (problem) => got.push(['gone', problem]))
  device.api.unsubscribe('user/z', (problem) => got.push(['z', problem]))
  device.seconds(0)
  assert.deepEqual(got, [
    ['a', 'no-reply'],
    ['gone', undefined],
    ['z', undefined],
  ])
})

test('an UNSUBACK that nobody asked for ends the connection, as before', (t) => {
  const device = readyDevice(t, { app })
  device.socket().data(bytes(0xb0, 2, 1, 0))
  assert.equal(device.log('W mqtt unexpected-packet').length, 1)
})

test('a SUBACK that comes after the filter was given up ends nothing, and tells who asked; the place is free after UNSUBACK', (t) => {
  const device = readyDevice(t, { app })
  const got: unknown[] = []
  device.api.subscribe('user/a', (problem, granted) => got.push(['a', problem, granted]))
  const [a = 0] = idsOf(device, 'subscribe')
  device.api.unsubscribe('user/a', (problem) => got.push(['gone', problem]))
  const [gone = 0] = idsOf(device, 'unsubscribe')
  device.api.subscribe('user/b', (problem, granted) => got.push(['b', problem, granted]))
  const [b = 0] = idsOf(device, 'subscribe')
  assert.notEqual(b, a)
  device.socket().data(suback(a, [0]))
  device.socket().data(bytes(0xb0, 2, ...pairs(gone)))
  device.socket().data(suback(b, [0x80]))
  device.socket().data(suback(a, [0]))
  device.seconds(0)
  assert.deepEqual(got.slice(1), [
    ['gone', undefined],
    ['b', undefined, [{ topic: 'user/b', qos: 128 }]],
  ])
  device.seconds(5)
  assert.deepEqual(device.log('unexpected-packet'), [])
  device.api.subscribe('user/c')
  assert.deepEqual(idsOf(device, 'subscribe'), [a])
})

test('what is no topic filter is refused by name, and told', (t) => {
  const device = readyDevice(t, { app })
  const got: unknown[] = []
  for (const each of ['', undefined, 7] as string[]) device.api.subscribe(each, (problem) => got.push(problem))
  device.seconds(5)
  assert.deepEqual(got, ['no-filter', 'no-filter', 'no-filter'])
  assert.equal(device.log('W mqtt not subscribed, no topic filter').length, 3)
  assert.deepEqual(idsOf(device, 'subscribe'), [])
})

test('a payload that is no text goes as JSON, and the bound holds after it; what is too long by itself is named', (t) => {
  const device = deviceAt(t, 'opening', { app })
  const got: unknown[] = []
  const publish = device.api.publish as (topic: string, payload: unknown, then?: (problem?: string) => void) => void
  publish('x', { a: 1 }, (problem) => got.push(problem))
  publish('x', 42)
  publish('x', undefined)
  for (let i = 0; i < 40; i++) publish('x', 'x'.repeat(300), (problem) => problem && got.push(problem))
  publish('x', 'x'.repeat(5000))
  device.to('ready')
  device.seconds(5)
  const payloads = device.flow().flatMap((each) => (each.cmd === 'publish' ? [String(each.payload)] : []))
  assert.deepEqual(payloads.slice(0, 3), ['{"a":1}', '42', ''])
  assert.equal(payloads.length, 3 + 6)
  assert.equal(got.filter((problem) => problem === 'no-reply').length, 34)
  assert.deepEqual(device.log('W mqtt message'), ['W mqtt message of 5000 bytes not sent: too long'])
})

test('a reply of the platform with an id such as the table has for a filter ends no subscribe', (t) => {
  const device = readyDevice(t, { app })
  const got: unknown[] = []
  device.api.postProps({ A: 1 }, () => undefined)
  device.api.subscribe('user/a', (_problem, granted) => got.push(granted?.[0]?.qos))
  const [a = 0] = idsOf(device, 'subscribe')
  for (const id of ['s0', 's1', String.fromCharCode(255, 1)])
    device.publish({ topicName: topics.postReply, payload: JSON.stringify({ id, code: 200, data: {} }) })
  device.seconds(0)
  assert.deepEqual(got, [])
  device.socket().data(suback(a, [1]))
  device.seconds(0)
  assert.deepEqual(got, [1])
})
