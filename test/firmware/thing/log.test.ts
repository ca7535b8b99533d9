import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readyDevice, topics } from '../support/device.ts'
import { switchOn } from '../support/switches.ts'

test('what comes on user/get is logged, at most 60 bytes of it', (t) => {
  const device = readyDevice(t)
  for (const payload of ['hello', 'x'.repeat(60), 'y'.repeat(61), 'z'.repeat(1900), '']) {
    device.publish({ topicName: topics.get, payload })
  }
  assert.deepEqual(device.log('I mqtt message'), [
    'I mqtt message /a1B2c3D4e5F/plug01/user/get "hello"',
    `I mqtt message /a1B2c3D4e5F/plug01/user/get "${'x'.repeat(60)}"`,
    `I mqtt message /a1B2c3D4e5F/plug01/user/get "${'y'.repeat(60)}"`,
    `I mqtt message /a1B2c3D4e5F/plug01/user/get "${'z'.repeat(60)}"`,
    'I mqtt message /a1B2c3D4e5F/plug01/user/get ""',
  ])
})

test('what comes cannot forge a line of the log: control characters are escaped', (t) => {
  const device = readyDevice(t)
  for (const topicName of [topics.get, topics.postReply]) {
    device.publish({ topicName, payload: 'a\n0.000 I mqtt ready\r\x1b[2J\0"\\' })
  }
  for (const line of device.log()) assert.doesNotMatch(line, /[\0-\x1f]/)
  assert.equal(device.log('I mqtt message').length, 1)
})

test('what comes on user/get moves no pin and is not replied', (t) => {
  const device = readyDevice(t)
  device.publish({ topicName: topics.get, payload: '{"id":"1","params":{"PowerSwitch_1":1}}' })
  assert.deepEqual([device.published(), device.fake.seen('drive')], [[], []])
})

test('a post_reply of plain success is not worth a line', (t) => {
  const device = readyDevice(t)
  const payload =
    '{"code":200,"data":{},"id":"1","message":"success","method":"thing.event.property.post","version":"1.0"}'
  device.publish({ topicName: topics.postReply, payload })
  device.seconds(3)
  assert.deepEqual(device.log('W'), [])
})

test('a post_reply with an error is logged, at most 60 bytes of it', (t) => {
  const device = readyDevice(t)
  const refused = '{"code":6332,"data":{},"id":"1","message":"too many properties","version":"1.0"}'
  const filtered = '{"code":200,"data":{"PowerSwitch_1":"tsl parse: type error"},"id":"2"}'
  for (const payload of [refused, filtered]) device.publish({ topicName: topics.postReply, payload })
  assert.deepEqual(
    device.log('W'),
    [refused, filtered].map((payload) => `W thing post_reply ${JSON.stringify(payload.slice(0, 60))}`),
  )
})

test('an hour in which nothing happens but pings is no line', (t) => {
  const device = readyDevice(t)
  const before = device.log().length
  for (let second = 0; second < 3600; second++) {
    device.seconds(1)
    if (device.packets().length > 0) device.socket().data('\xd0\0')
    device.socket().drain()
  }
  assert.equal(device.log().length, before)
})

test('a switch that changes 9 times a second is one line a second, the last of them the last state', (t) => {
  const device = readyDevice(t)
  const before = device.log('I thing').length
  for (let i = 1; i <= 91; i++) {
    device.set({ id: `${i}`, params: { PowerSwitch_1: i & 1 } })
    device.socket().drain()
    device.seconds(0.11)
  }
  device.flow()
  const lines = device.log('I thing').slice(before)
  assert.ok(lines.length >= 5 && lines.length <= 12, `${lines.length} lines in 10 s`)
  assert.match(lines.at(-1) ?? '', /^I thing \{"PowerSwitch_1":1\}$/)
})

test('a switch that stays as it is gives no line', (t) => {
  const device = readyDevice(t, { switches: { PowerSwitch_1: switchOn(4, { on: 1 }) } })
  device.seconds(2)
  const before = device.log().length
  for (let i = 0; i < 10; i++) device.set({ id: `${i}`, params: { PowerSwitch_1: 1 } })
  device.flow()
  device.seconds(3)
  assert.equal(device.log().length, before)
})

test('what is ignored is told once a second, and counted anew', (t) => {
  const device = readyDevice(t)
  for (let i = 0; i < 3; i++) device.publish({ topicName: '/sys/other', payload: '' })
  device.seconds(1)
  device.publish({ topicName: '/sys/other', payload: '' })
  device.seconds(5)
  assert.deepEqual(device.log('W'), ['W thing 3 messages ignored', 'W thing 1 messages ignored'])
})

test('no line holds a payload beyond 60 bytes, whatever comes', (t) => {
  const device = readyDevice(t)
  for (const topicName of [topics.get, topics.postReply, topics.set, 'x']) {
    for (const payload of ['p'.repeat(500), '{"id":"1","params":{"' + 'p'.repeat(500) + '":1}}']) {
      device.publish({ topicName, payload })
    }
  }
  device.seconds(3)
  for (const line of device.log()) assert.ok(!line.includes('p'.repeat(61)), line)
})
