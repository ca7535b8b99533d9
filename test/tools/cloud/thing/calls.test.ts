import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectPacket, plug, soFar, startMemoryCloud, type MemoryCloud } from '../../../local-platform/memory-cloud.ts'
import { ask, bodyOf, own, product } from '../../../local-platform/switch-product.ts'

test('an event is taken wrapped and bare; an unknown one and a wrong value are refused', async (t) => {
  const cloud = await startMemoryCloud(t, { product })
  const device = await cloud.connect()
  assert.deepEqual(await ask(device, 'event/Overload/post', { value: { ampere: 17.5 }, time: 1000 }), [200, {}])
  assert.deepEqual(await ask(device, 'event/Overload/post', { ampere: 18 }), [200, {}])
  assert.equal((await ask(device, 'event/Nothing/post', { value: {} }))[0], 5160)
  assert.equal((await ask(device, 'event/Overload/post', { value: { ampere: 33 } }))[0], 6307)
  assert.equal((await ask(device, 'event/Overload/post', { value: { volt: 3 } }))[0], 6304)
  assert.equal((await ask(device, 'event/Overload/post', 7))[0], 460)
  assert.deepEqual(
    cloud.seen('event-post').map(({ identifier, value, timeMs }) => [identifier, value, timeMs]),
    [
      ['Overload', { ampere: 17.5 }, 1000],
      ['Overload', { ampere: 18 }, 1_700_000_000_000],
    ],
  )
})

test('an asynchronous service is published, and its reply becomes an event with its latency', async (t) => {
  const cloud = await startMemoryCloud(t, { product })
  const device = await cloud.connect()
  const result = await cloud.platform.invokeService(plug, 'Blink', { times: 3 })
  assert.ok(result.outcome === 'sent')
  await cloud.clock.settle()
  const [call] = device.published()
  assert.equal(call?.topic, `${own}/service/Blink`)
  assert.deepEqual(bodyOf(call.payload), {
    method: 'thing.service.Blink',
    id: result.id,
    params: { times: 3 },
    version: '1.0.0',
  })
  await cloud.clock.run(40)
  await device.publish(`${own}/service/Blink_reply`, { id: result.id, code: 200, data: { done: 1 } })
  await device.publish(`${own}/service/Blink_reply`, { id: result.id, code: 200, data: {} })
  const replies = cloud.seen('service-reply').map(({ identifier, data, latencyMs }) => [identifier, data, latencyMs])
  assert.deepEqual(replies, [
    ['Blink', { done: 1 }, 40],
    ['Blink', {}, null],
  ])
})

test('a service that the TSL lacks, or wrong input, is not sent', async (t) => {
  const cloud = await startMemoryCloud(t, { product })
  const device = await cloud.connect()
  const codes: unknown[] = []
  for (const [name, args] of [
    ['Nothing', {}],
    ['Blink', { times: 10 }],
    ['Blink', { often: 1 }],
  ] as const) {
    const result = await cloud.platform.invokeService(plug, name, args)
    codes.push(result.outcome === 'refused' && result.code)
  }
  assert.deepEqual(codes, [5161, 6306, 6304])
  assert.deepEqual(device.published(), [])
})

/** Answers the RRPC that came last, on the topic that `respond` makes of the request's. */
async function answer(cloud: MemoryCloud, extension: string, respond: (topic: string) => string) {
  const device = cloud.dial()
  await device.send(connectPacket(plug, extension))
  await device.subscribe(['/ext/rrpc/#', 0])
  const pending = cloud.platform.invokeService(plug, 'Measure', {})
  await cloud.clock.settle()
  const call = device.published().at(-1)
  assert.ok(call !== undefined)
  const { id } = bodyOf(call.payload)
  await cloud.clock.run(25)
  await device.publish(respond(call.topic), { id, code: 200, data: { ampere: 1.5 } })
  return { topic: call.topic, result: await soFar(cloud.clock, pending) }
}

test('a synchronous service goes over RRPC and answers with its data', async (t) => {
  const cloud = await startMemoryCloud(t, { product })
  const { topic, result } = await answer(cloud, 'signmethod=hmacsha256', (one) => one.replace('request', 'response'))
  assert.match(topic, /^\/sys\/a1DEMO\/plug01\/rrpc\/request\/\d{13,}$/)
  assert.ok(result !== 'pending' && result.outcome === 'answered')
  assert.deepEqual([result.code, result.data, result.latencyMs], [200, { ampere: 1.5 }, 25])
})

test('with bit 0 of ext it goes over /ext/rrpc, answered on the same topic', async (t) => {
  const cloud = await startMemoryCloud(t, { product })
  const { topic, result } = await answer(cloud, 'signmethod=hmacsha256,ext=3', (one) => one)
  assert.match(topic, /^\/ext\/rrpc\/\d+\/sys\/a1DEMO\/plug01\/thing\/service\/Measure$/)
  assert.ok(result !== 'pending' && result.outcome === 'answered')
})

test('an RRPC carries any bytes, ends after 8 s without an answer, and says when the device is away', async (t) => {
  const cloud = await startMemoryCloud(t)
  assert.deepEqual(await cloud.platform.rrpc(plug, Buffer.from('x')), { outcome: 'offline' })
  const device = await cloud.connect()
  const late = cloud.platform.rrpc(plug, Buffer.from('x'))
  await cloud.clock.run(7_999)
  assert.equal(await soFar(cloud.clock, late), 'pending')
  await cloud.clock.run(1)
  assert.equal((await late).outcome, 'no-reply')
  const bytes = Buffer.from([0, 255, 7])
  const pending = cloud.platform.rrpc(plug, bytes, { timeoutMs: 100 })
  await cloud.clock.settle()
  const call = device.published().at(-1)
  assert.ok(call !== undefined && Buffer.compare(Buffer.from(call.payload), bytes) === 0)
  await device.publish(call.topic.replace('request', 'response'), 'pong')
  const result = await pending
  assert.ok(result.outcome === 'answered' && result.payload.toString() === 'pong')
})

test('what waits when the platform stops is told so', async (t) => {
  const cloud = await startMemoryCloud(t)
  await cloud.connect()
  const pending = cloud.platform.rrpc(plug, Buffer.from('x'))
  await cloud.platform.close()
  assert.deepEqual(await pending, { outcome: 'stopped' })
})

test('a broadcast reaches every online device, with a name only those subscribed', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  assert.equal(cloud.platform.broadcast('a1DEMO', 'hello'), 1)
  assert.equal(cloud.platform.broadcast('a1DEMO', 'hello', 'news'), 0)
  assert.deepEqual(await device.subscribe(['/broadcast/a1DEMO/news', 1]), [1])
  assert.equal(cloud.platform.broadcast('a1DEMO', 'hello', 'news'), 1)
})

test('a service whose name is no level of a topic is refused, also where the product describes none', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  for (const identifier of ['a+b', '#', 'a/b', 'a\0', '']) {
    const result = await cloud.platform.invokeService(plug, identifier, {})
    assert.equal(result.outcome, 'refused', identifier)
  }
  assert.deepEqual(device.published(), [])
})

test('names that every object has are names like others: desired, one by one', async (t) => {
  const cloud = await startMemoryCloud(t)
  for (const name of ['constructor', 'toString', 'hasOwnProperty']) {
    const result = cloud.platform.setDesired(plug, { [name]: 1 })
    assert.deepEqual(result, { outcome: 'changed', versions: { [name]: 1 }, id: null })
  }
})

test('a call that has its reply leaves no timer behind, and nobody waits for a second reply', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  const before = cloud.clock.pending
  const rrpc = cloud.platform.rrpc(plug, Buffer.from('x'))
  const set = cloud.platform.setProperty(plug, { A: 1 }).result
  await cloud.clock.settle()
  const [call, { payload = '' } = {}] = device.published()
  const response = call?.topic.replace('request', 'response') ?? ''
  for (const text of ['pong', 'again']) await device.publish(response, text)
  const { id } = bodyOf(payload)
  await device.publish(`${own}/service/property/set_reply`, { id, code: 460, data: {} })
  assert.deepEqual([(await rrpc).outcome, (await set).outcome], ['answered', 'answered'])
  assert.equal(cloud.clock.pending, before)
  assert.deepEqual(
    cloud.seen('rrpc-reply').map(({ latencyMs }) => latencyMs),
    [0, null],
  )
})
