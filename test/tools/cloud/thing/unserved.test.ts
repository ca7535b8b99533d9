import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatEvent } from '../../../../tools/cloud/log/log.ts'
import { startMemoryCloud } from '../../../local-platform/memory-cloud.ts'

const names = 'a1DEMO/plug01'
const ofGateways = [
  ...['topo/add', 'topo/delete', 'topo/get', 'sub/register', 'sub/unregister', 'list/found'],
  ...['proxy/provisioning/product_register', 'disable', 'enable', 'delete', 'event/property/pack/post'],
].map((tail) => `/sys/${names}/thing/${tail}`)
const logins = ['login', 'logout', 'batch_login', 'batch_logout'].map((tail) => `/ext/session/${names}/combine/${tail}`)

for (const topic of [...ofGateways, ...logins]) {
  test(`${topic} is answered with 6401, and logged as what it is`, async (t) => {
    const cloud = await startMemoryCloud(t)
    const device = await cloud.connect()
    await device.publish(topic, { id: '7', version: '1.0', params: {} }, 1)
    const [reply, ...more] = device.published()
    assert.equal(reply?.topic, `${topic}_reply`)
    const { id, code, message } = JSON.parse(String(reply?.payload))
    assert.deepEqual([id, code, more], ['7', 6401, []])
    assert.match(message, /gateways are not part of this platform/)
    const [event] = cloud.seen('replied')
    assert.ok(event !== undefined)
    const line = formatEvent(event, 0) ?? ''
    assert.ok(line.includes(`W cloud  plug01 request-refused 6401 ${topic} #7`), line)
    assert.match(line, /gateways are not part of this platform/)
  })
}

for (const tail of ['thing/file/upload/mqtt/init', 'thing/job/get', 'thing/lan/prefix/get', '_thing/other/get']) {
  test(`a request that nobody serves, ${tail}, is answered with 6203`, async (t) => {
    const cloud = await startMemoryCloud(t)
    const device = await cloud.connect()
    if (tail.startsWith('_')) await device.subscribe([`/sys/${names}/_thing/#`, 0])
    await device.publish(`/sys/${names}/${tail}`, { id: '8', params: {} })
    const [reply] = device.published()
    assert.equal(reply?.topic, `/sys/${names}/${tail}_reply`)
    assert.equal(JSON.parse(String(reply?.payload)).code, 6203)
    assert.equal(cloud.seen('replied')[0]?.code, 6203)
  })
}

for (const tail of ['constructor', 'toString', 'hasOwnProperty', '__proto__']) {
  test(`what every object has is no request: ${tail}`, async (t) => {
    const cloud = await startMemoryCloud(t)
    const device = await cloud.connect()
    await device.publish(`/sys/${names}/${tail}`, { id: '1', params: {} })
    assert.deepEqual([device.published(), cloud.seen('replied')], [[], []])
    assert.equal(cloud.seen('message')[0]?.topicName, `/sys/${names}/${tail}`)
  })
}

for (const topic of [
  `/sys/${names}/thing/topo/change_reply`,
  `/sys/${names}/thing/config/push_reply`,
  `/sys/${names}/thing/model/up_raw`,
  `/sys/${names}/rrpc/response/1`,
  `/ext/session/${names}/combine/login_reply`,
]) {
  test(`${topic} is no request and gets no answer`, async (t) => {
    const cloud = await startMemoryCloud(t)
    const device = await cloud.connect()
    await device.publish(topic, { id: '1', code: 200, data: {} })
    assert.deepEqual(device.published(), [])
  })
}

test('a publish in the name of a sub-device is answered with 520 on /ext/error, with whose it was', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  await device.publish('/sys/a1SUB/meter/thing/event/property/post', { id: '9', params: { A: 1 } }, 1)
  const [error] = device.published()
  assert.equal(error?.topic, `/ext/error/${names}`)
  const { id, code, data } = JSON.parse(String(error?.payload))
  assert.deepEqual([id, code, data], ['9', 520, { productKey: 'a1SUB', deviceName: 'meter' }])
  assert.equal(cloud.seen('replied')[0]?.code, 520)
  await device.publish('/a1SUB/meter/user/update', 'no request')
  assert.equal(device.published().length, 1)
})

test('a request without an id cannot be answered, and is told as dropped', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  await device.publish(`/sys/${names}/thing/topo/add`, { params: [] }, 1)
  assert.deepEqual(
    device.received.slice(1).map(({ cmd }) => cmd),
    ['puback'],
  )
  assert.equal(cloud.seen('dropped')[0]?.topicName, `/sys/${names}/thing/topo/add`)
})
