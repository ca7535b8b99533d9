import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { test } from 'node:test'
import fc from 'fast-check'
import { idText } from '../../../firmware/thing/alink.ts'
import { deviceAt, readyDevice, topics } from '../support/device.ts'
import { withEngineJson } from '../support/engine-json.ts'
import { switchOn } from '../support/switches.ts'

const on = { PowerSwitch_1: 1 }

test('greets with hi! on user/update when it is ready for the first time', (t) => {
  const device = deviceAt(t, 'ready')
  const hi = device.published().filter(({ topic }) => topic === topics.update)
  assert.deepEqual(hi, [{ topic: topics.update, payload: 'hi!', qos: 1 }])
})

test('posts the state of all switches when it is ready, with a new id each time', (t) => {
  const device = deviceAt(t, 'ready', {
    switches: { PowerSwitch_1: switchOn(4, { on: 1 }), PowerSwitch_2: switchOn(5) },
  })
  // hi!, once, has a number of the same count.
  for (const id of ['1', '3', '4']) {
    const [post, ...more] = device.published().filter(({ topic }) => topic === topics.post)
    assert.deepEqual(
      [post?.qos, JSON.parse(post?.payload ?? ''), more],
      [
        0,
        { id, version: '1.0', params: { PowerSwitch_1: 1, PowerSwitch_2: 0 }, method: 'thing.event.property.post' },
        [],
      ],
    )
    device.socket().close()
    device.seconds(31)
    device.to('ready')
  }
})

test('a set drives the pin, is replied 200 with the same id, then the state is posted', (t) => {
  const device = readyDevice(t)
  device.set('{"method":"thing.service.property.set","id":"1700000123","params":{"PowerSwitch_1":1},"version":"1.0.0"}')
  assert.deepEqual(device.fake.seen('drive'), ['4 1'])
  const [reply, post, ...more] = device.published()
  assert.deepEqual([reply?.topic, reply?.qos], [topics.setReply, 0])
  assert.deepEqual(JSON.parse(reply?.payload ?? ''), { id: '1700000123', code: 200, data: {} })
  assert.deepEqual([post?.topic, JSON.parse(post?.payload ?? '').params, more], [topics.post, on, []])
})

test('the same set again is replied again, without an edge', (t) => {
  const device = readyDevice(t)
  device.sets([5, 5, 5].map((id) => ({ id: `${id}`, params: on })))
  assert.deepEqual(
    device.replies().map(({ id }) => id),
    ['5', '5', '5'],
  )
  assert.deepEqual(device.fake.seen('drive'), ['4 1'])
})

test('a burst of 200 alternating sets owes 200 replies in order, then one post of the last state', (t) => {
  const device = readyDevice(t)
  const ids = Array.from({ length: 200 }, (_, i) => `${1_700_000_000 + i}`)
  device.sets(ids.map((id, i) => ({ id, params: { PowerSwitch_1: (i + 1) & 1 } })))
  assert.equal(device.fake.seen('drive').length, 200)
  const all = device.published()
  assert.deepEqual(
    all.slice(0, 200).map(({ payload }) => JSON.parse(payload).id),
    ids,
  )
  assert.deepEqual(
    all.slice(200).map(({ topic, payload }) => [topic, JSON.parse(payload).params]),
    [[topics.post, { PowerSwitch_1: 0 }]],
  )
  assert.deepEqual(device.log('W'), [])
})

test('of more replies than fit 3072 bytes of notes the oldest are dropped, counted and told once', (t) => {
  const device = readyDevice(t)
  const ids = Array.from({ length: 400 }, (_, i) => `${1_700_000_000 + i}`)
  device.sets(ids.map((id) => ({ id, params: on })))
  const replied = device.replies().map(({ id }) => id)
  // A note of such an id is 11 bytes: 279 fit. The first few were written before the others came.
  const dropped = ids.length - replied.length
  assert.ok(replied.length >= 279 && replied.length <= 279 + 5, `${replied.length} replies`)
  assert.deepEqual(replied.slice(-279), ids.slice(-279))
  assert.equal(device.log('W').length, 1)
  assert.match(device.log('W')[0] ?? '', new RegExp(` ${dropped} messages dropped`))
})

test('replies that take 3072 bytes of notes to the last are all kept, of one more the oldest goes', (t) => {
  for (const [count, first] of [
    [256, 0],
    [257, 1],
  ] as const) {
    const device = readyDevice(t)
    // A note of 12 bytes each.
    const ids = Array.from({ length: count }, (_, i) => `${17_000_000_000 + i}`)
    device.sets(ids.map((id) => ({ id, params: on })))
    assert.deepEqual(
      device.replies().map(({ id }) => id),
      ids.slice(first),
    )
  }
})

test('after a drop the next set is replied as ever', (t) => {
  const device = readyDevice(t)
  device.sets(Array.from({ length: 500 }, (_, i) => ({ id: `${i}`, params: on })))
  device.flow()
  device.set({ id: 'last', params: { PowerSwitch_1: 0 } })
  assert.deepEqual(device.replies(), [{ id: 'last', code: 200, data: {} }])
})

test('a single set is logged once, and posted once', (t) => {
  const device = readyDevice(t)
  device.set({ id: '1', params: on })
  device.seconds(5)
  assert.equal(device.log('I thing').filter((line) => line.endsWith('1}')).length, 1)
  assert.equal(device.published().filter(({ topic }) => topic === topics.post).length, 1)
})

test('any id of text or number comes back as it was, in a reply of 200 and of 460', (t) => {
  const device = readyDevice(t)
  const any = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.nat(),
    fc.constantFrom('客厅', 'a"b\\c', '1|exp-topic|/sys/x', '\u0007\n', '0012', '', 'NaN', 1e15),
  )
  const ids = fc.sample(any, { seed: 7, numRuns: 120 })
  device.sets(ids.map((id) => ({ id, params: on })))
  assert.deepEqual(
    device.replies(),
    ids.map((id) => ({ id, code: 200, data: {} })),
  )
  device.sets(ids.slice(0, 30).map((id) => ({ id, params: null })))
  assert.deepEqual(
    device.replies(),
    ids.slice(0, 30).map((id) => ({ id, code: 460, message: 'no params', data: {} })),
  )
})

test('a long id is echoed', (t) => {
  const device = readyDevice(t)
  for (const id of ['x'.repeat(1500), '9'.repeat(1500), '厅'.repeat(500)]) {
    device.set({ id, params: on })
    assert.deepEqual(device.replies(), [{ id, code: 200, data: {} }])
  }
})

const wrong: readonly (readonly [params: unknown, message: string])[] = [
  [{ PowerSwitch_1: 2 }, 'PowerSwitch_1 must be 0 or 1; '],
  [{ PowerSwitch_1: '1' }, 'PowerSwitch_1 must be 0 or 1; '],
  [{ PowerSwitch_9: 1 }, 'PowerSwitch_9 is unknown; '],
  [{ constructor: 1 }, 'constructor is unknown; '],
  [{ '"quoted"\n': 1 }, '"quoted"\n is unknown; '],
  [{ 客厅: 1 }, '客厅 is unknown; '],
  [{}, 'no params'],
  [null, 'no params'],
  [undefined, 'no params'],
  [7, 'no params'],
]
for (const [params, message] of wrong) {
  test(`a set of ${JSON.stringify(params)} moves no pin and is replied 460 with the reason`, (t) => {
    const device = readyDevice(t)
    device.set({ id: '9', params })
    assert.deepEqual(device.replies(), [{ id: '9', code: 460, message, data: {} }])
    assert.deepEqual(device.fake.seen('drive'), [])
  })
}

// prettier-ignore
const unanswerable = [
  '', ' ', 'not json', '{', '{"id":"1"', '{"id":"1","params":{"PowerSwitch_1":1}', '[]', '[{"id":"1"}]', 'null', '7',
  'true', '"1"', '{}',
  '{"params":{"PowerSwitch_1":1}}', '{"id":null,"params":{"PowerSwitch_1":1}}',
  '{"id":true,"params":{"PowerSwitch_1":1}}',
  '{"id":["1"],"params":{"PowerSwitch_1":1}}', '{"id":{},"params":{"PowerSwitch_1":1}}', '\0', '{"id" "1"}',
  '{"a":'.repeat(200), '{"a":'.repeat(200) + '1' + '}'.repeat(200), '['.repeat(200) + ']'.repeat(200),
]
test('what has no id that a reply could carry acts on nothing, is not replied, and is counted', (t) => {
  const device = readyDevice(t)
  for (const payload of unanswerable) device.set(payload)
  assert.deepEqual([device.published(), device.fake.seen('drive')], [[], []])
  assert.deepEqual(device.log('W'), [`W thing ${unanswerable.length} messages ignored`])
  assert.equal(idText(undefined), '')
})

// prettier-ignore
const otherTopics = [
  '/sys/a1B2c3D4e5F/plug02/thing/service/property/set', '/sys/a1B2c3D4e5F/plug01/thing/service/property/SET',
  '/sys/a1B2c3D4e5F/+/thing/service/property/set', '/sys/#', `${topics.set}/`, `${topics.set}x`,
  topics.set.slice(0, -1), topics.setReply,
]
const setOn = '{"id":"1","params":{"PowerSwitch_1":1}}'

test('sets for other devices, on wildcards and in another case are ignored and counted', (t) => {
  const device = readyDevice(t)
  for (const topicName of otherTopics) device.publish({ topicName, payload: setOn })
  assert.deepEqual([device.published(), device.fake.seen('drive')], [[], []])
  assert.deepEqual(device.log('W'), [`W thing ${otherTopics.length} messages ignored`])
})

test('a set on a topic that is not of the platform is a message, and no set', (t) => {
  const device = readyDevice(t)
  const custom = [`${topics.get}/`, '/', 'x', `/${topics.set}`, 'sys/']
  for (const topicName of custom) device.publish({ topicName, payload: setOn })
  assert.deepEqual([device.published(), device.fake.seen('drive'), device.log('W')], [[], [], []])
  assert.deepEqual(
    device.log('I mqtt message').map((line) => line.split(' ')[3]),
    custom,
  )
})

test('a message has only its own params: in the engine a key "__proto__" makes it inherit others', (t) => {
  const device = readyDevice(t)
  withEngineJson(() => device.set('{"id":"1","__proto__":{"params":{"PowerSwitch_1":1}}}'))
  assert.deepEqual(device.fake.seen('drive'), [])
  assert.deepEqual(device.replies(), [{ id: '1', code: 460, message: 'no params', data: {} }])
})

test('bytes that are no UTF-8, and U+0000, in topic and payload are ignored or replied, never thrown at', (t) => {
  const device = readyDevice(t)
  for (const text of ['\xff\xfe', '\xc0\x80', '\0', '\xed\xa0\x80', '{"id":"\xff","params":{"PowerSwitch_1":1}}']) {
    const bytes = Buffer.from(text, 'latin1')
    device.publish({ topicName: topics.set, payload: bytes })
    device.publish({ topicName: text, payload: bytes })
    device.flow()
  }
  assert.equal(device.socket().isEnded(), false)
})
