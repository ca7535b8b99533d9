import assert from 'node:assert/strict'
import { test } from 'node:test'
import mqttPacket from 'mqtt-packet'
import { readRules } from '../../../../tools/cloud/files/rule-flags.ts'
import { parseDeviceFile } from '../../../../tools/cloud/files/device-file.ts'
import { UserError } from '../../../../tools/command-line/user-error.ts'
import { plug, startMemoryCloud } from '../../../local-platform/memory-cloud.ts'

const update = '/a1DEMO/plug01/user/update'
const payloadBytes = 256 * 1024

test('a payload of 256 KB is taken, one byte more closes the connection', async (t) => {
  const cloud = await startMemoryCloud(t, { rules: { bytesPerSecond: 'unlimited' } })
  const device = await cloud.connect()
  await device.publish(update, 'x'.repeat(payloadBytes))
  assert.equal(cloud.seen('message').length, 1)
  await device.publish(update, 'x'.repeat(payloadBytes + 1))
  assert.ok(device.isClosed)
  assert.equal(cloud.seen('message').length, 1)
})

test('a packet that only announces more than that is not waited for', async (t) => {
  const cloud = await startMemoryCloud(t, { rules: { bytesPerSecond: 'unlimited' } })
  const device = await cloud.connect()
  await device.sendBytes(Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0x7f, 0, 1, 0x61))
  for (let sent = 0; !device.isClosed && sent < 10; sent++) await device.sendBytes(new Uint8Array(64 * 1024))
  assert.ok(device.isClosed)
  assert.equal(cloud.seen('offline')[0]?.reason, 'protocol-error')
})

test('a device that sends more than 1 MB a second is read no faster', async (t) => {
  const cloud = await startMemoryCloud(t, { rules: { uplinkPerSecond: 'unlimited', bytesPerSecond: 10_000 } })
  const device = await cloud.connect()
  const packet = mqttPacket.generate({
    cmd: 'publish',
    topic: update,
    payload: 'x'.repeat(3_000),
    qos: 0,
    dup: false,
    retain: false,
  })
  for (let at = 0; at < 10; at++) await device.sendBytes(packet)
  const early = cloud.seen('message').length
  assert.ok(early < 10, `${early} at once`)
  await cloud.clock.run(10_000)
  assert.equal(cloud.seen('message').length, 10)
})

test('topics have at most 128 bytes, and custom ones 7 levels', async (t) => {
  const cloud = await startMemoryCloud(t, { product: { topics: { 'user/#': 'pub-sub' } } })
  const device = await cloud.connect()
  const start = '/a1DEMO/plug01/user/'
  const codes = await device.subscribe(
    [`${start}${'x'.repeat(128 - start.length)}`, 0],
    [`${start}${'x'.repeat(129 - start.length)}`, 0],
    [`${start}4/5/6/7`, 0],
    [`${start}4/5/6/7/8`, 0],
  )
  assert.deepEqual(codes, [0, 0x80, 0, 0x80])
})

for (const [what, bytes] of [
  ['a PUBLISH with QoS 1', [0x32, 6, 0, 1, 0x61, 0, 0, 0x78]],
  ['a SUBSCRIBE', [0x82, 6, 0, 0, 0, 1, 0x61, 0]],
  ['an UNSUBSCRIBE', [0xa2, 5, 0, 0, 0, 1, 0x61]],
  ['a PUBACK', [0x40, 2, 0, 0]],
  ['a PUBREL', [0x62, 2, 0, 0]],
] as const) {
  test(`packetId 0 in ${what} ends the connection, and nothing of it is taken`, async (t) => {
    const cloud = await startMemoryCloud(t)
    const device = await cloud.connect()
    await device.sendBytes(Uint8Array.from(bytes))
    assert.ok(device.isClosed)
    const [end] = cloud.seen('offline')
    assert.equal(end?.reason, 'protocol-error')
    assert.match(end.detail, /^packetId 0 in /)
    assert.deepEqual([...cloud.seen('message'), ...cloud.seen('subscribe'), ...cloud.seen('dropped')], [])
    assert.equal(device.received.length, 1, 'CONNACK alone')
  })
}

for (const topic of ['/a1DEMO/plug01/user/+', '/a1DEMO/plug01/#', '', 'a\0b']) {
  test(`a PUBLISH to ${JSON.stringify(topic)} ends the connection`, async (t) => {
    const cloud = await startMemoryCloud(t)
    const device = await cloud.connect()
    const name = Buffer.from(topic)
    await device.sendBytes(Uint8Array.from([0x30, 2 + name.length, 0, name.length, ...name]))
    assert.ok(device.isClosed)
    assert.equal(cloud.seen('offline')[0]?.reason, 'protocol-error')
  })
}

test('rules are read from the command line, and wrong ones told', () => {
  assert.deepEqual(readRules(['autoDelivery=ss', 'connectsPerMinute=unlimited', 'queueDays=1', 'deviceLogs=false']), {
    autoDelivery: 'ss',
    connectsPerMinute: 'unlimited',
    queueDays: 1,
    deviceLogs: false,
  })
  for (const text of ['autoDelivery=often', 'queueDays=unlimited', 'nothing=1', 'queueDays', 'queueDays=-1', '=']) {
    assert.throws(
      () => readRules([text]),
      (error) => error instanceof UserError && error.slug === 'bad-flag',
      text,
    )
  }
})

for (const [what, tsl, place] of [
  [
    'an unknown type',
    { properties: [{ identifier: 'A', dataType: { type: 'number' } }] },
    /tsl\.properties\.0\.dataType\.type: ".*": wanted one of/,
  ],
  [
    'a property without identifier',
    { properties: [{ name: 'x' }] },
    /tsl\.properties\.0: must have required property 'identifier'/,
  ],
  [
    'a min that is no number',
    { properties: [{ identifier: 'A', dataType: { type: 'int', specs: { min: 'low' } } }] },
    /specs\.min/,
  ],
  [
    'a struct whose specs are no list',
    { properties: [{ identifier: 'A', dataType: { type: 'struct', specs: {} } }] },
    /dataType\.specs: must be array/,
  ],
  [
    'an identifier twice',
    { services: [{ identifier: 'A' }, { identifier: 'A' }] },
    /tsl\.services\.1\.identifier: an identifier that is there twice/,
  ],
  ['an event twice', { events: [{ identifier: 'A' }, { identifier: 'A' }] }, /tsl\.events\.1\.identifier/],
  ['a property twice', { properties: [{ identifier: 'A' }, { identifier: 'A' }] }, /tsl\.properties\.1/],
  [
    'a call type',
    { services: [{ identifier: 'A', callType: 'later' }] },
    /callType: "later": wanted one of \["async","sync"\]/,
  ],
] as const) {
  test(`a bad TSL is told with its place: ${what}`, () => {
    const text = JSON.stringify({ devices: [plug], products: { a1DEMO: { tsl } } })
    assert.throws(
      () => parseDeviceFile(text, 'devices.json'),
      (error) => {
        assert.ok(error instanceof UserError && error.slug === 'tsl-invalid')
        assert.match(error.message, place)
        assert.match(error.message, /\n {2}1:\d+ /)
        assert.ok(!error.message.includes(plug.deviceSecret))
        return true
      },
    )
  })
}

test('a TSL in a file of its own is read beside the device file, and told when it is not there', () => {
  const path = new URL('../../../local-platform/devices.json', import.meta.url).pathname
  const fileOf = (tsl: string) => JSON.stringify({ devices: [plug], products: { a1DEMO: { tsl, productSecret: 's' } } })
  const { products } = parseDeviceFile(fileOf('switch.tsl.json'), path)
  assert.equal(products.a1DEMO?.properties?.length, 8)
  assert.throws(
    () => parseDeviceFile(fileOf('nothing.json'), path),
    (error) => error instanceof UserError && error.slug === 'tsl-missing',
  )
  assert.throws(
    () => parseDeviceFile(fileOf('memory-cloud.ts'), path),
    (error) => error instanceof UserError && error.slug === 'tsl-not-json',
  )
})

test('a rule that is a number is at least 1 and at most what a timer takes', () => {
  for (const text of ['1', '2147483647'])
    assert.deepEqual(readRules([`queueDays=${text}`]), { queueDays: Number(text) })
  for (const text of ['0', '2147483648', '1e3', '1.5', '']) {
    assert.throws(() => readRules([`queueDays=${text}`]), {
      slug: 'bad-flag',
      hint: 'wanted: a number, from 1 to 2147483647',
    })
  }
})
