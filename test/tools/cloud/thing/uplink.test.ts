import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plug, startMemoryCloud, type RawDevice } from '../../../local-platform/memory-cloud.ts'

const own = '/sys/a1DEMO/plug01/thing'
const post = `${own}/event/property/post`
const product = { properties: [{ identifier: 'PowerSwitch_1' }, { identifier: 'PowerSwitch_2' }] }

function replies(device: RawDevice): unknown[] {
  return device.published().map(({ payload }): unknown => JSON.parse(payload.toString()))
}

test('a property post is answered with its envelope at QoS 0, and the value is remembered', async (t) => {
  const cloud = await startMemoryCloud(t, { product })
  const device = await cloud.connect()
  await device.publish(post, { id: '123', version: '1.0', params: { PowerSwitch_1: 1 }, method: 'x' }, 1)
  assert.deepEqual(
    device.received.slice(1).map((packet) => packet.cmd),
    ['puback', 'publish'],
  )
  const [reply] = device.published()
  assert.deepEqual([reply?.topic, reply?.qos], [`${own}/event/property/post_reply`, 0])
  assert.deepEqual(replies(device), [
    { code: 200, data: {}, id: '123', message: 'success', method: 'thing.event.property.post', version: '1.0' },
  ])
  const [status] = cloud.platform.devices()
  assert.deepEqual(status?.properties, { PowerSwitch_1: { value: 1, timeMs: 1_700_000_000_000 } })
})

for (const id of ['1|exp-topic|/sys/a1DEMO/plug01/thing/event/property/post_reply', '', '007', 42]) {
  test(`the id ${JSON.stringify(id)} comes back exactly as it was sent`, async (t) => {
    const cloud = await startMemoryCloud(t)
    const device = await cloud.connect()
    await device.publish(post, { id, params: { PowerSwitch_1: 1 } })
    assert.deepEqual(
      replies(device).map((reply) => reply !== null && typeof reply === 'object' && 'id' in reply && reply.id),
      [id],
    )
  })
}

for (const id of ['9007199254740993', '12345678901234567890', '-1', '1.50', '1e3']) {
  test(`the number ${id} as an id comes back digit for digit, also from a request that is refused`, async (t) => {
    const cloud = await startMemoryCloud(t)
    const device = await cloud.connect()
    await device.publish(post, `{"id":${id},"params":{"PowerSwitch_1":1}}`)
    await device.publish(post, `{"params":7, "id" : ${id} }`)
    for (const { payload } of device.published()) assert.ok(payload.toString().includes(`"id":${id},`), String(payload))
    assert.equal(device.published().length, 2)
    assert.equal(cloud.seen('property-post')[0]?.id, id)
  })
}

for (const [sys, count] of [
  [{ ack: 0 }, 0],
  [{ ack: 1 }, 1],
  [{}, 1],
] as const) {
  test(`sys ${JSON.stringify(sys)} makes ${count} reply`, async (t) => {
    const cloud = await startMemoryCloud(t)
    const device = await cloud.connect()
    await device.publish(post, { id: '1', sys, params: { PowerSwitch_1: 1 } })
    assert.equal(replies(device).length, count)
    assert.equal(cloud.seen('property-post').length, 1)
  })
}

test('an unknown identifier is answered with code 200 and a text, and not remembered', async (t) => {
  const cloud = await startMemoryCloud(t, { product })
  const device = await cloud.connect()
  await device.publish(post, { id: '1', params: { PowerSwitch_1: 0, Power: 1 } })
  const [reply] = replies(device)
  assert.ok(reply !== null && typeof reply === 'object' && 'code' in reply && 'data' in reply)
  assert.equal(reply.code, 200)
  assert.deepEqual(reply.data, { Power: 'tsl parse: params not exist -> Power' })
  assert.deepEqual(cloud.seen('property-post')[0]?.unknown, ['Power'])
  assert.deepEqual(Object.keys(cloud.platform.devices()[0]?.properties ?? {}), ['PowerSwitch_1'])
})

test('a value may be wrapped with the time of the device', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  await device.publish(post, { id: '1', params: { PowerSwitch_1: { value: 1, time: 1524448722000 } } })
  assert.deepEqual(cloud.platform.devices()[0]?.properties, { PowerSwitch_1: { value: 1, timeMs: 1524448722000 } })
})

for (const [what, payload, code] of [
  ['that is not JSON', '{"id":"7","params":{', 6207],
  ['without params', '{"id":"7"}', 460],
] as const) {
  test(`a property post ${what} is answered with ${code} when its id can be found`, async (t) => {
    const cloud = await startMemoryCloud(t)
    const device = await cloud.connect()
    await device.publish(post, payload)
    assert.deepEqual(
      replies(device).map((reply) => reply !== null && typeof reply === 'object' && 'code' in reply && reply.code),
      [code],
    )
    assert.equal(cloud.seen('replied')[0]?.code, code)
  })
}

test('a property post that is no object at all is only logged, and the session goes on', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  for (const payload of ['', 'null', '[]', '\u0000', 'x'.repeat(100_000), '"malformed"'])
    await device.publish(post, payload)
  assert.deepEqual(device.published(), [])
  assert.equal(cloud.seen('dropped').length, 6)
  assert.equal(device.isClosed, false)
})

test('the 31st message within a second is acknowledged and swallowed, the next second counts anew', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  const total = 40
  for (let at = 0; at < total; at++) await device.publish('/a1DEMO/plug01/user/update', String(at), 1)
  assert.equal(device.received.filter((packet) => packet.cmd === 'puback').length, total)
  assert.equal(cloud.seen('message').length, 30)
  assert.deepEqual(
    cloud.seen('dropped').map((event) => event.total),
    Array.from({ length: 10 }, (_, at) => at + 1),
  )
  await cloud.clock.run(1000)
  await device.publish('/a1DEMO/plug01/user/update', 'again')
  assert.equal(cloud.seen('message').length, 31)
})

test('without the limit a hundred messages within a second pass', async (t) => {
  const cloud = await startMemoryCloud(t, { rules: { uplinkPerSecond: 'unlimited' } })
  const device = await cloud.connect()
  for (let at = 0; at < 100; at++) await device.publish('/a1DEMO/plug01/user/update', String(at))
  assert.equal(cloud.seen('message').length, 100)
})

test('a publish to a foreign topic is acknowledged, dropped and counted', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  await device.publish('/sys/a1DEMO/lamp/thing/event/property/post', { id: '1', params: {} }, 1)
  assert.deepEqual(
    device.received.slice(1).map(({ cmd }) => cmd),
    ['puback', 'publish'],
  )
  assert.equal(cloud.seen('dropped')[0]?.reason, 'forbidden-topic')
  assert.equal(device.isClosed, false)
})

test('a rule closes the connection for a publish to a foreign topic', async (t) => {
  const cloud = await startMemoryCloud(t, { rules: { forbiddenPublish: 'close' } })
  const device = await cloud.connect()
  await device.publish('/a1DEMO/plug01/user/get', 'x')
  assert.ok(device.isClosed)
  assert.equal(cloud.seen('offline')[0]?.reason, 'protocol-error')
})

for (const [what, topic] of [
  ['nothing', ''],
  ['a +', '/a1DEMO/plug01/user/+'],
  ['a #', '/a1DEMO/plug01/#'],
  ['a NUL', '/a1DEMO/plug01/user/update\0'],
] as const) {
  test(`a topic name with ${what} closes the connection`, async (t) => {
    const cloud = await startMemoryCloud(t)
    const device = await cloud.connect()
    await device.sendBytes(
      Buffer.from(`\x30${String.fromCharCode(2 + topic.length)}\0${String.fromCharCode(topic.length)}${topic}`),
    )
    assert.ok(device.isClosed)
    assert.match(cloud.seen('offline')[0]?.detail ?? '', /^a topic name that .* \[MQTT-3\.3\.2-2\]$/)
    assert.deepEqual([cloud.seen('offline')[0]?.reason, cloud.seen('dropped')], ['protocol-error', []])
  })
}

test('a publish with QoS 2 closes the connection', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  await device.publish('/a1DEMO/plug01/user/update', 'x', 2)
  assert.ok(device.isClosed)
  assert.deepEqual(cloud.seen('message'), [])
})

test('a retained message is kept for nobody', async (t) => {
  const cloud = await startMemoryCloud(t, { product: { topics: { 'user/both': 'pub-sub' } } })
  const device = await cloud.connect()
  const topic = '/a1DEMO/plug01/user/both'
  await device.send({ cmd: 'publish', topic, payload: 'kept?', qos: 0, retain: true, dup: false })
  await device.subscribe([topic, 1])
  assert.deepEqual(device.published(), [])
})

test('any other topic is shown with its QoS and text', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  await device.publish('/a1DEMO/plug01/user/update', 'hi!', 1)
  const { productKey, deviceName } = plug
  assert.deepEqual(cloud.seen('message'), [
    {
      type: 'message',
      device: { productKey, deviceName },
      topicName: '/a1DEMO/plug01/user/update',
      qos: 1,
      text: 'hi!',
    },
  ])
})

for (const [topic, payload] of [
  ['/a1DEMO/plug01/user/both', 'echo'],
  ['/ext/ntp/a1DEMO/plug01/request', { deviceSendTime: '1' }],
  ['/shadow/update/a1DEMO/plug01', { method: 'get' }],
  ['/sys/a1DEMO/plug01/thing/event/property/post', { id: '1', params: { A: 1 } }],
  ['/sys/a1DEMO/lamp/thing/event/property/post', { id: '1', params: { A: 1 } }],
] as const) {
  test(`the PUBACK for ${topic} comes before what is sent because of it`, async (t) => {
    const cloud = await startMemoryCloud(t, { product: { topics: { 'user/both': 'pub-sub' } } })
    const device = await cloud.connect()
    await device.subscribe(['/a1DEMO/plug01/user/both', 0], ['/shadow/get/a1DEMO/plug01', 0])
    await device.publish(topic, payload, 1)
    assert.deepEqual(
      device.received.map(({ cmd }) => cmd),
      ['connack', 'suback', 'puback', 'publish'],
    )
  })
}
