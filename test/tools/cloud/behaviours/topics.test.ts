import assert from 'node:assert/strict'
import { connectPacket, plug, startMemoryCloud } from '../../../local-platform/memory-cloud.ts'
import { row } from './row.ts'

const own = '/sys/a1DEMO/plug01'
const set = `${own}/thing/service/property/set`

for (const topicFilter of [
  '/sys/a1DEMO/lamp/thing/service/property/set',
  '/sys/+/+/thing/service/property/set',
  '/a1DEMO/plug01/user/undefined',
  '/a1DEMO/plug01/user/update',
  '#',
  `/a1DEMO/plug01/user/get/${'x'.repeat(128)}`,
]) {
  row('SUBACK 0x80', topicFilter.slice(0, 60), async (t) => {
    const device = await (await startMemoryCloud(t)).connect()
    assert.deepEqual(await device.subscribe([topicFilter, 0]), [0x80])
    assert.equal(device.isClosed, false)
  })
}

row('SUBACK 0x80', 'each filter is answered for itself, also one that stands twice', async (t) => {
  const device = await (await startMemoryCloud(t)).connect()
  const codes = await device.subscribe([set, 1], ['/a1DEMO/plug01/user/no', 1], [set, 1], [`${own}/rrpc/request/+`, 0])
  assert.deepEqual(codes, [1, 0x80, 1, 0])
})

row('SUBACK 0x80', 'filters beyond 8 in a packet, and subscriptions beyond 100', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  const filters = (from: number, count: number) =>
    Array.from({ length: count }, (_, at): [string, 0] => [`${own}/thing/service/s${from + at}`, 0])
  assert.deepEqual(await device.subscribe(...filters(0, 9)), [0, 0, 0, 0, 0, 0, 0, 0, 0x80])
  for (let from = 8; from < 100; from += 4) await device.subscribe(...filters(from, 4))
  assert.deepEqual(await device.subscribe(...filters(100, 1)), [0x80])
  assert.deepEqual(await device.subscribe(...filters(99, 1)), [0], 'one that is there already')
})

row('SUBACK granted QoS', '0 and 1 as requested, 2 as 1 or refused', async (t) => {
  const device = await (await startMemoryCloud(t)).connect()
  assert.deepEqual(await device.subscribe([set, 0]), [0])
  assert.deepEqual(await device.subscribe([set, 1]), [1])
  assert.deepEqual(await device.subscribe([set, 2]), [1])
  const strict = await (await startMemoryCloud(t, { rules: { subscribeQos2: 'refuse' } })).connect()
  assert.deepEqual(await strict.subscribe([set, 2]), [0x80])
})

for (const subscribed of [0, 1] as const) {
  for (const published of [0, 1] as const) {
    row('delivery QoS', `published at ${published}, subscribed at ${subscribed}: ${published} arrives`, async (t) => {
      const cloud = await startMemoryCloud(t)
      const device = await cloud.connect()
      await device.subscribe(['/a1DEMO/plug01/user/get', subscribed])
      assert.equal(cloud.platform.publish(plug, '/a1DEMO/plug01/user/get', 'x', published), 'sent')
      await cloud.clock.settle()
      assert.deepEqual(
        device.published().map(({ qos }) => qos),
        [published],
      )
    })
  }
}

const foreign = '/sys/a1DEMO/lamp/thing/event/property/post'

for (const [topic, what] of [
  [foreign, "another device's topic"],
  ['/a1DEMO/plug01/user/undefined', 'an undefined class'],
  ['/a1DEMO/plug01/user/get', 'a class without Pub'],
] as const) {
  row('publish to forbidden/undefined topic', `${what} is dropped and told, the session goes on`, async (t) => {
    const cloud = await startMemoryCloud(t)
    const device = await cloud.connect()
    await device.publish(topic, { id: '1', params: { A: 1 } }, 1)
    assert.ok(device.received.some(({ cmd }) => cmd === 'puback'))
    assert.equal(cloud.seen('dropped')[0]?.reason, 'forbidden-topic')
    assert.deepEqual([cloud.seen('property-post').length, device.isClosed], [0, false])
  })
}

row('publish to forbidden/undefined topic', 'closes the connection by the rule', async (t) => {
  const cloud = await startMemoryCloud(t, { rules: { forbiddenPublish: 'close' } })
  const device = await cloud.connect()
  await device.publish(foreign, '{}')
  assert.ok(device.isClosed)
})

row('retain / will / QoS 2 publish', 'nothing is stored, no will is sent, QoS 2 closes', async (t) => {
  const cloud = await startMemoryCloud(t, { product: { topics: { 'user/echo': 'pub-sub' } } })
  const topic = '/a1DEMO/plug01/user/echo'
  const will = { topic, payload: Buffer.from('will'), qos: 1, retain: true } as const
  const device = await cloud.connect(plug, { will })
  await device.send({ cmd: 'publish', topic, payload: 'kept?', qos: 0, dup: false, retain: true })
  await device.hangUp()
  const again = await cloud.connect()
  await again.subscribe([topic, 1])
  assert.deepEqual(again.published(), [])
  await again.publish(topic, 'x', 2)
  assert.ok(again.isClosed)
  assert.deepEqual(
    cloud.seen('message').map(({ text }) => text),
    ['kept?'],
  )
})

row('retain / will / QoS 2 publish', 'QoS 2 is received and dropped by the rule', async (t) => {
  const cloud = await startMemoryCloud(t, { rules: { publishQos2: 'drop' } })
  const device = await cloud.connect()
  await device.publish('/a1DEMO/plug01/user/update', 'x', 2)
  await device.send({ cmd: 'pubrel', messageId: 1 })
  assert.deepEqual(
    device.received.map(({ cmd }) => cmd),
    ['connack', 'pubrec', 'pubcomp'],
  )
  assert.deepEqual(cloud.seen('message'), [])
})

row('rate >30 msg/s', 'the excess is dropped without a word, and acknowledged like the rest', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  for (let at = 0; at < 40; at++) await device.publish('/a1DEMO/plug01/user/update', 'x', 1)
  assert.equal(cloud.seen('message').length, 30)
  assert.equal(cloud.seen('dropped').at(-1)?.total, 10)
  assert.equal(device.received.filter(({ cmd }) => cmd === 'puback').length, 40)
  await cloud.clock.run(1000)
  await device.publish('/a1DEMO/plug01/user/update', 'x')
  assert.equal(cloud.seen('message').length, 31)
})

row('rate >30 msg/s', '50 a second go down, QoS 1 up has a limit of its own where wanted', async (t) => {
  const cloud = await startMemoryCloud(t, { rules: { uplinkQos1PerSecond: 10 } })
  const device = await cloud.connect()
  const sent = Array.from({ length: 60 }, () => cloud.platform.publish(plug, set, '{}'))
  await cloud.clock.settle()
  assert.equal(sent.filter((one) => one === 'rate-limited').length, 10)
  assert.equal(device.published().length, 50)
  for (let at = 0; at < 15; at++) await device.publish('/a1DEMO/plug01/user/update', 'x', 1)
  assert.equal(cloud.seen('message').length, 10)
})

for (const [autoDelivery, asked, arrives] of [
  ['always', false, 1],
  ['always', true, 1],
  ['ss', false, 0],
  ['ss', true, 1],
  ['never', false, 0],
  ['never', true, 0],
] as const) {
  row('auto-delivery', `${autoDelivery}, ${asked ? 'with' : 'without'} _ss=1: ${arrives} arrives`, async (t) => {
    const cloud = await startMemoryCloud(t, { rules: { autoDelivery } })
    const device = cloud.dial()
    await device.send(connectPacket(plug, `signmethod=hmacsha256${asked ? ',_ss=1' : ''}`))
    cloud.platform.setProperty(plug, { A: 1 })
    await cloud.clock.settle()
    assert.equal(device.published().length, arrives)
    // Never twice when both apply.
    await device.subscribe([set, 1], [`${own}/thing/service/#`, 0])
    cloud.platform.setProperty(plug, { A: 1 })
    await cloud.clock.settle()
    assert.equal(device.published().length, arrives + 1)
  })
}

row('auto-delivery', 'an UNSUBSCRIBE turns it off, a SUBSCRIBE on again', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  await device.send({ cmd: 'unsubscribe', messageId: 1, unsubscriptions: [set] })
  assert.equal(cloud.platform.setProperty(plug, { A: 1 }).sent, 'not-subscribed')
  await device.subscribe([set, 0])
  assert.equal(cloud.platform.setProperty(plug, { A: 1 }).sent, 'sent')
})
