import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deviceAt, readyDevice, topics, type Device } from '../support/device.ts'

const app = (): void => undefined
const noReply = { code: 0, message: 'no-reply' }

/** The platform's reply to a post. */
const replyOf = (id: string, code = 200): object => ({ id, code, data: {}, message: 'success', version: '1.0' })
const answer = (device: Device, payload: unknown): void =>
  device.publish({ topicName: topics.postReply, payload: JSON.stringify(payload) })

test('a callback gets the reply to its own post, whole, once', (t) => {
  const device = readyDevice(t, { app })
  const got: unknown[] = []
  device.api.postProps({ A: 1 }, (reply) => got.push(['first', reply]))
  device.socket().drain()
  device.api.postProps({ A: 2 }, (reply) => got.push(['second', reply]))
  device.socket().drain()
  answer(device, replyOf('2'))
  answer(device, replyOf('9'))
  assert.deepEqual(got, [], 'later, not in the turn in which the reply comes')
  device.seconds(0)
  assert.deepEqual(got, [['second', replyOf('2')]])
  answer(device, replyOf('2'))
  answer(device, replyOf('1', 6332))
  device.seconds(0)
  assert.deepEqual(got.slice(1), [['first', replyOf('1', 6332)]])
  device.seconds(60)
  assert.equal(got.length, 2)
})

test('the callbacks of posts that went out as one all get its reply', (t) => {
  const device = deviceAt(t, 'opening', { app })
  const got: string[] = []
  for (const name of ['a', 'b', 'c']) device.api.postProps({ [name]: 1 }, ({ code }) => got.push(`${name} ${code}`))
  device.api.postProps({ d: 1 })
  device.to('ready')
  answer(device, replyOf('1'))
  device.seconds(0)
  assert.deepEqual(got, ['a 200', 'b 200', 'c 200'])
})

test('without a reply it is told so after 10 s, once; a reply that comes later is too late', (t) => {
  const device = readyDevice(t, { app })
  const got: unknown[] = []
  device.api.postProps({ A: 1 }, (reply) => got.push(reply))
  device.socket().drain()
  device.seconds(10)
  assert.deepEqual(got, [])
  device.seconds(1)
  assert.deepEqual(got, [noReply])
  answer(device, replyOf('1'))
  device.seconds(20)
  assert.deepEqual(got, [noReply])
})

test('at the end of the session it is told so at once, and the next session knows nothing of it', (t) => {
  const device = readyDevice(t, { app })
  const got: unknown[] = []
  device.api.postProps({ A: 1 }, (reply) => got.push(reply))
  device.socket().close()
  device.seconds(0)
  assert.deepEqual(got, [noReply])
  device.seconds(1)
  device.to('ready')
  answer(device, replyOf('1'))
  device.seconds(20)
  assert.deepEqual(got, [noReply])
})

test('a post that waits for the link has its time from when it goes out', (t) => {
  const device = deviceAt(t, 'opening', { app })
  const got: unknown[] = []
  device.api.postProps({ A: 1 }, (reply) => got.push(reply))
  device.seconds(12)
  device.socket().close()
  device.seconds(1)
  assert.deepEqual(got, [])
  device.to('ready')
  answer(device, replyOf('1'))
  device.seconds(0)
  assert.deepEqual(got, [replyOf('1')])
})

test('a callback whose properties are all no values is told so; one of which some are gets the reply', (t) => {
  const device = readyDevice(t, { app })
  const got: unknown[] = []
  device.api.postProps({ A: undefined }, (reply) => got.push(reply))
  device.api.postProps({}, (reply) => got.push(reply))
  assert.equal(got.length, 0)
  device.seconds(0)
  assert.deepEqual(got.splice(0), [
    { code: 0, message: 'not posted' },
    { code: 0, message: 'not posted' },
  ])
  device.api.postProps({ A: undefined, B: 1 }, (reply) => got.push(reply))
  answer(device, replyOf('1'))
  device.seconds(0)
  assert.deepEqual(got, [replyOf('1')])
})

test('eight callbacks may wait with a post; more are told at once that they get no reply, and are posted', (t) => {
  const device = deviceAt(t, 'opening', { app })
  const got: string[] = []
  for (let i = 1; i <= 10; i++)
    device.api.postProps({ [`P${i}`]: i }, ({ code, message }) => got.push(`${i} ${code} ${message}`))
  device.seconds(0)
  assert.deepEqual(got.splice(0), ['9 0 no-reply', '10 0 no-reply'])
  device.to('ready')
  answer(device, replyOf('1'))
  device.seconds(0)
  assert.deepEqual(
    got,
    Array.from({ length: 8 }, (_, i) => `${i + 1} 200 success`),
  )
  assert.equal(Object.keys(device.posts()[0] ?? {}).length, 10)
})

test('eight posts with a callback may be without a reply; that of one more is told so at once, and it is posted', (t) => {
  const device = readyDevice(t, { app })
  const got: string[] = []
  const post = (i: number): void => {
    device.api.postProps({ P: i }, ({ code }) => got.push(`${i} ${code}`))
    device.socket().drain()
    device.seconds(0.3)
  }
  for (let i = 1; i <= 9; i++) post(i)
  assert.deepEqual(got.splice(0), ['9 0'])
  assert.equal(device.posts().length, 9)
  answer(device, replyOf('1'))
  device.seconds(0)
  assert.deepEqual(got.splice(0), ['1 200'])
  post(10)
  assert.deepEqual(got, [], 'what has its reply makes room')
  answer(device, replyOf('10'))
  device.seconds(0)
  assert.deepEqual(got, ['10 200'])
})

test('a callback that throws keeps no other one from its reply, and the link lives on', (t) => {
  const device = deviceAt(t, 'opening', { app })
  const got: number[] = []
  device.api.postProps({ A: 1 }, () => {
    throw new Error('a mistake in the callback')
  })
  device.api.postProps({ B: 1 }, ({ code }) => got.push(code))
  device.to('ready')
  answer(device, replyOf('1'))
  // As the engine prints it and goes on.
  assert.throws(() => device.seconds(0), /a mistake in the callback/)
  device.seconds(0)
  assert.deepEqual([got, device.socket().isEnded(), device.log('W')], [[200], false, []])
})

test('a callback may post again', (t) => {
  const device = readyDevice(t, { app })
  const got: number[] = []
  device.api.postProps({ A: 1 }, ({ code }) => {
    got.push(code)
    device.api.postProps({ A: 2 }, (reply) => got.push(reply.code))
  })
  device.socket().drain()
  answer(device, replyOf('1'))
  device.seconds(0)
  device.socket().drain()
  answer(device, replyOf('2', 460))
  device.seconds(0)
  assert.deepEqual(got, [200, 460])
})

test('a reply that is no JSON, or has another id, is nobody\u2019s', (t) => {
  const device = readyDevice(t, { app })
  const got: unknown[] = []
  device.api.postProps({ A: 1 }, (reply) => got.push(reply))
  for (const payload of ['', '{', 'null', '7', '{"id":1,"code":200}', '{"id":"11","code":200}', '[]'])
    device.publish({ topicName: topics.postReply, payload })
  device.seconds(0)
  assert.deepEqual([got, device.socket().isEnded()], [[], false])
})
