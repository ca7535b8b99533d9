import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plug, startMemoryCloud } from '../../../local-platform/memory-cloud.ts'
import { ask, product } from '../../../local-platform/switch-product.ts'

const post = 'event/property/post'
const fine: [string, unknown][] = [
  ['PowerSwitch_1', 0],
  ['PowerSwitch_1', 1],
  ['Level', 0],
  ['Level', 100],
  ['Temperature', -39.5],
  ['Mode', 1],
  ['Label', '12345678'],
  ['Label', '中文'],
  ['Since', '1700000000000'],
  ['Color', { red: 255, name: 'red' }],
  ['Color', { red: 0 }],
  ['Plan', []],
  ['Plan', [1, 2]],
]

const wrong: [string, unknown, number, string][] = [
  ['PowerSwitch_1', true, 6308, 'tsl parse: value of bool type must be int -> PowerSwitch_1'],
  ['PowerSwitch_1', 2, 6308, 'tsl parse: bool specs error -> PowerSwitch_1'],
  ['Level', '15', 6306, 'tsl parse: data type is not int -> Level'],
  ['Level', 1.5, 6306, 'tsl parse: data type is not int -> Level'],
  ['Level', -1, 6306, 'tsl parse: int value is smaller than min 0 -> Level'],
  ['Level', 101, 6306, 'tsl parse: int value is bigger than max 100 -> Level'],
  ['Temperature', 'warm', 6307, 'tsl parse: data type is not double -> Temperature'],
  ['Temperature', 126, 6307, 'tsl parse: double value is bigger than max 125 -> Temperature'],
  ['Mode', 2, 6309, 'tsl parse: enum specs error -> Mode'],
  ['Mode', 'eco', 6309, 'tsl parse: value of enum type must be int -> Mode'],
  ['Label', 0, 6310, 'tsl parse: data type is not string -> Label'],
  ['Label', '123456789', 6310, 'tsl parse: string length bigger than max length 8 -> Label'],
  ['Since', 1700000000000, 6311, 'tsl parse: date type must be a string of long(UTC ms) -> Since'],
  ['Color', 'red', 6312, 'tsl parse: struct type must be json -> Color'],
  ['Color', { green: 1 }, 6304, 'tsl parse: field green not exist in struct Color'],
  ['Color', { red: 256 }, 6306, 'tsl parse: int value is bigger than max 255 -> red'],
  ['Plan', 1, 6328, 'tsl parse: data type is not array -> Plan'],
  ['Plan', [1, 2, 3], 6324, 'tsl parse: array size is bigger than max size 2 -> Plan'],
  ['Plan', ['x'], 6306, 'tsl parse: data type is not int -> Plan'],
]

test('every type of the TSL takes the values that fit it', async (t) => {
  const cloud = await startMemoryCloud(t, { product })
  const device = await cloud.connect()
  for (const [name, value] of fine) assert.deepEqual(await ask(device, post, { [name]: value }), [200, {}], name)
  assert.equal(cloud.seen('property-post').length, fine.length)
})

test('and leaves out those that do not, with a code and a text', async (t) => {
  const cloud = await startMemoryCloud(t, { product })
  const device = await cloud.connect()
  for (const [name, value, code, message] of wrong) {
    const params = { [name]: value, Level: name === 'Level' ? value : 7 }
    assert.deepEqual(await ask(device, post, params), [200, { [name]: message }])
    const event = cloud.seen('property-post').at(-1)
    assert.deepEqual(event?.failed, { [name]: { code, message } })
    assert.deepEqual(event.points.length, name === 'Level' ? 0 : 1)
  }
  assert.deepEqual(Object.keys(cloud.platform.devices()[0]?.properties ?? {}), ['Level'])
})

test('refuses the whole post by the rule wrongValues', async (t) => {
  const cloud = await startMemoryCloud(t, { product, rules: { wrongValues: 'refuse' } })
  const device = await cloud.connect()
  assert.deepEqual(await ask(device, post, { PowerSwitch_1: 1, Level: 101 }), [6306, {}])
  assert.deepEqual(cloud.platform.devices()[0]?.properties, {})
})

test('a set is checked before it is sent: unknown, wrong, read only', async (t) => {
  const { platform } = await startMemoryCloud(t, { product })
  assert.equal(platform.checkProperties(plug, { PowerSwitch_1: 1, Level: 5 }), undefined)
  assert.equal(platform.checkProperties(plug, { Nothing: 1 })?.code, 6304)
  assert.equal(platform.checkProperties(plug, { Level: 'x' })?.code, 6306)
  assert.match(platform.checkProperties(plug, { Temperature: 1 })?.message ?? '', /read only/)
})

test('200 properties are taken in one post, 201 are 6106', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}`, at]))
  assert.deepEqual(await ask(device, post, many(200)), [200, {}])
  assert.deepEqual(await ask(device, post, many(201)), [6106, {}])
})

test('batch and history are taken in, and older values do not replace newer ones', async (t) => {
  const cloud = await startMemoryCloud(t, { product })
  const device = await cloud.connect()
  await ask(device, post, { Level: { value: 5, time: 2000 } })
  const series = {
    properties: {
      Level: [
        { value: 1, time: 1000 },
        { value: 9, time: 3000 },
      ],
      Nope: [{ value: 1 }],
    },
    events: { Overload: [{ value: { ampere: 12 }, time: 1500 }], Odd: [{ value: {} }] },
  }
  const failed = { Nope: 'tsl parse: params not exist -> Nope', Odd: 'tsl parse: event not exist -> Odd' }
  assert.deepEqual(await ask(device, 'event/property/batch/post', series), [200, failed])
  const identity = { productKey: 'a1DEMO', deviceName: 'plug01' }
  const history = [
    {
      identity,
      properties: [{ Level: { value: 2, time: 500 } }],
      events: [{ Overload: { value: { ampere: 13 }, time: 600 } }],
    },
  ]
  assert.deepEqual(await ask(device, 'event/property/history/post', history), [200, {}])
  const foreign = [{ identity: { ...identity, deviceName: 'lamp' }, properties: [] }]
  assert.equal((await ask(device, 'event/property/history/post', foreign))[0], 460)
  assert.deepEqual(cloud.platform.devices()[0]?.properties.Level, { value: 9, timeMs: 3000 })
  assert.equal(cloud.seen('property-history').flatMap(({ points }) => points).length, 3)
  assert.deepEqual(
    cloud.seen('event-post').map(({ identifier, value, timeMs }) => [identifier, value, timeMs]),
    [
      ['Overload', { ampere: 12 }, 1500],
      ['Overload', { ampere: 13 }, 600],
    ],
  )
})

test('a time that is still to come, or is none, is now: else no newer value could follow', async (t) => {
  const cloud = await startMemoryCloud(t, { product })
  const device = await cloud.connect()
  for (const time of [1e18, Date.now() * 2, -1]) {
    assert.deepEqual(await ask(device, post, { Level: { value: 1, time } }), [200, {}])
    const [point] = cloud.seen('property-post').at(-1)?.points ?? []
    assert.ok(point && point.timeMs > 0 && point.timeMs <= Date.now(), `${time}: ${point?.timeMs}`)
  }
  const past = 1_600_000_000_000
  await ask(device, post, { Level: { value: 1, time: past } })
  assert.equal(cloud.seen('property-post').at(-1)?.points[0]?.timeMs, past)
})
