import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startPlug, topics } from './support/plug.ts'
import { switchOn } from './support/switches.ts'

test('subscribes the property set first, then user/get', async () => {
  const { control } = await startPlug()
  assert.deepEqual([control.topicFilter(false), control.topicFilter(true)], [topics.set, topics.get])
})

test('greets with hi! at QoS 1 on user/update, once and never again', async () => {
  const plug = await startPlug()
  assert.deepEqual(plug.all(), [{ topic: topics.update, payload: 'hi!', qos: 1 }])
  plug.control.notice('ready')
  plug.control.notice('ready')
  assert.deepEqual(
    plug.all().map(({ topic }) => topic),
    [topics.post],
  )
})

test('posts the state at each ready, whatever was said before', async () => {
  const plug = await startPlug({ PowerSwitch_1: switchOn(4, { on: 1 }), PowerSwitch_2: switchOn(5) })
  for (const id of ['1', '2', '3']) {
    plug.control.notice('ready')
    const [post] = plug.all().filter(({ topic }) => topic === topics.post)
    assert.deepEqual(
      [post?.qos, JSON.parse(post?.payload ?? '')],
      [
        0,
        {
          id,
          version: '1.0',
          params: { PowerSwitch_1: 1, PowerSwitch_2: 0 },
          method: 'thing.event.property.post',
        },
      ],
    )
  }
})

test('a set drives the pin, is replied 200 with the same id, then the state is posted, then comes hi!', async () => {
  const plug = await startPlug()
  plug.set('{"method":"thing.service.property.set","id":"1700000123","params":{"PowerSwitch_1":1},"version":"1.0.0"}')
  assert.deepEqual(plug.fake.seen('drive'), ['4 1'])
  const [reply, post, hi, ...more] = plug.all()
  assert.deepEqual([reply?.topic, reply?.qos], [topics.setReply, 0])
  assert.deepEqual(JSON.parse(reply?.payload ?? ''), { id: '1700000123', code: 200, data: {} })
  assert.deepEqual([post?.topic, JSON.parse(post?.payload ?? '').params], [topics.post, { PowerSwitch_1: 1 }])
  assert.deepEqual([hi?.payload, more], ['hi!', []])
})

test('the pin moves as soon as the set comes, not when the reply can be written', async () => {
  const plug = await startPlug()
  plug.set({ id: '1', params: { PowerSwitch_1: 1 } })
  assert.deepEqual(plug.fake.seen('drive'), ['4 1'])
})

test('the same set again is replied again, without an edge', async () => {
  const plug = await startPlug()
  for (let i = 0; i < 3; i++) plug.set({ id: '5', params: { PowerSwitch_1: 1 } })
  const replies = plug.all().filter(({ topic }) => topic === topics.setReply)
  assert.deepEqual(
    replies.map(({ payload }) => JSON.parse(payload).id),
    ['5', '5', '5'],
  )
  assert.deepEqual(plug.fake.seen('drive'), ['4 1'])
})

test('a burst of 200 alternating sets owes 200 replies in order, and one post of the last state', async () => {
  const plug = await startPlug()
  const ids = Array.from({ length: 200 }, (_, i) => `${1_700_000_000 + i}`)
  ids.forEach((id, i) => plug.set({ id, params: { PowerSwitch_1: (i + 1) & 1 } }))
  const all = plug.all()
  const replies = all.filter(({ topic }) => topic === topics.setReply)
  assert.deepEqual(
    replies.map(({ payload }) => JSON.parse(payload).id),
    ids,
  )
  assert.deepEqual(all.slice(0, 200), replies)
  const posts = all.filter(({ topic }) => topic === topics.post)
  assert.deepEqual(
    posts.map(({ payload }) => JSON.parse(payload).params),
    [{ PowerSwitch_1: 0 }],
  )
  assert.equal(plug.fake.seen('drive').length, 200)
  assert.deepEqual(
    plug.second().filter((line) => line.includes('dropped')),
    [],
  )
})

test('of more replies than fit 3072 bytes the oldest are dropped, counted and told once', async () => {
  const plug = await startPlug()
  // A note is the id, two quotes and a line feed: 13 bytes, of which 236 fit.
  const ids = Array.from({ length: 300 }, (_, i) => `${1_700_000_000 + i}`)
  for (const id of ids) plug.set({ id, params: { PowerSwitch_1: 1 } })
  const replies = plug.all().filter(({ topic }) => topic === topics.setReply)
  assert.deepEqual(
    replies.map(({ payload }) => JSON.parse(payload).id),
    ids.slice(64),
  )
  assert.ok(plug.second().includes('W thing 64 replies dropped: more owed than the link carries'))
  assert.deepEqual(plug.second(), [])
})

test('after a drop the next set is replied as ever', async () => {
  const plug = await startPlug()
  for (let i = 0; i < 500; i++) plug.set({ id: `${i}`, params: { PowerSwitch_1: 1 } })
  plug.all()
  plug.set({ id: 'last', params: { PowerSwitch_1: 0 } })
  assert.deepEqual(JSON.parse(plug.next()?.payload ?? ''), { id: 'last', code: 200, data: {} })
})

test('a long id is replied; one that no reply could wait with is ignored and counted, and acts on nothing', async () => {
  const plug = await startPlug()
  const long = 'x'.repeat(1800)
  plug.set({ id: long, params: { PowerSwitch_1: 1 } })
  assert.equal(JSON.parse(plug.next()?.payload ?? '').id, long)
  plug.set({ id: 'x'.repeat(4000), params: { PowerSwitch_1: 0 } })
  assert.deepEqual(plug.fake.seen('drive'), ['4 1'])
  assert.ok(plug.second().includes('W thing 1 messages ignored'))
})

test('ids of other shapes come back as they were', async () => {
  const plug = await startPlug()
  const ids = ['客厅', 'a"b\\c', 12, '1|exp-topic|/sys/x', '\u0007']
  for (const id of ids) plug.set({ id, params: { PowerSwitch_1: 1 } })
  const replies = plug.all().filter(({ topic }) => topic === topics.setReply)
  assert.deepEqual(
    replies.map(({ payload }) => JSON.parse(payload).id),
    ids,
  )
})

const wrong: readonly (readonly [params: unknown, message: string])[] = [
  [{ PowerSwitch_1: 2 }, 'PowerSwitch_1 must be 0 or 1; '],
  [{ PowerSwitch_1: '1' }, 'PowerSwitch_1 must be 0 or 1; '],
  [{ PowerSwitch_9: 1 }, 'PowerSwitch_9 is unknown; '],
  [{ '"quoted"\n': 1 }, '"quoted"\n is unknown; '],
  [{ 客厅: 1 }, '客厅 is unknown; '],
  [{}, 'params empty'],
  [null, 'params missing'],
  [undefined, 'params missing'],
  [7, 'params missing'],
]
for (const [params, message] of wrong) {
  test(`a set of ${JSON.stringify(params)} moves no pin and is replied 460 with the reason`, async () => {
    const plug = await startPlug()
    plug.set({ id: '9', params })
    assert.deepEqual(JSON.parse(plug.next()?.payload ?? ''), { id: '9', code: 460, message, data: {} })
    assert.deepEqual(plug.fake.seen('drive'), [])
  })
}

const unanswerable = [
  '',
  'not json',
  '{"id":"1"',
  '[]',
  'null',
  '7',
  '{}',
  '{"params":{"PowerSwitch_1":1}}',
  '{"id":null,"params":{"PowerSwitch_1":1}}',
  '{"id":["1"],"params":{"PowerSwitch_1":1}}',
  '{"a":'.repeat(200),
]
test('what has no id that a reply could carry acts on nothing, is not replied, and is counted', async () => {
  const plug = await startPlug()
  plug.all()
  for (const payload of unanswerable) plug.set(payload)
  assert.deepEqual([plug.all(), plug.fake.seen('drive')], [[], []])
  assert.ok(plug.second().includes(`W thing ${unanswerable.length} messages ignored`))
})

const otherTopics = [
  '/sys/a1B2c3D4e5F/plug02/thing/service/property/set',
  '/sys/a1B2c3D4e5F/plug01/thing/service/property/SET',
  '/sys/a1B2c3D4e5F/+/thing/service/property/set',
  '/sys/#',
  `${topics.set}/`,
  topics.set.slice(0, -1),
  topics.setReply,
  '/a1B2c3D4e5F/plug01/user/get/',
  '',
  'x',
]
test('sets for other devices, on wildcards and in another case are ignored and counted', async () => {
  const plug = await startPlug()
  plug.all()
  for (const topic of otherTopics) plug.control.deliver(topic, '{"id":"1","params":{"PowerSwitch_1":1}}')
  assert.deepEqual([plug.all(), plug.fake.seen('drive')], [[], []])
  assert.deepEqual(
    plug.second().filter((line) => line.includes('ignored')),
    [`W thing ${otherTopics.length} messages ignored`],
  )
})

test('a reboot that is coming saves the state', async () => {
  const plug = await startPlug({ PowerSwitch_1: switchOn(4, { restore: true }) })
  plug.set({ id: '1', params: { PowerSwitch_1: 1 } })
  plug.set({ id: '2', params: { PowerSwitch_1: 0 } })
  plug.control.notice('reboot')
  assert.equal(plug.fake.files.get('switches.json'), '{"PowerSwitch_1":0}')
})
