import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startPlug, topics } from './support/plug.ts'
import { switchOn } from './support/switches.ts'

test('what comes on user/get is logged, at most 60 bytes of it', async () => {
  const { control, fake } = await startPlug()
  control.deliver(topics.get, 'hello')
  control.deliver(topics.get, 'x'.repeat(60))
  control.deliver(topics.get, 'y'.repeat(2000))
  control.deliver(topics.get, '')
  assert.deepEqual(fake.seen('log'), [
    'I user get hello',
    `I user get ${'x'.repeat(60)}`,
    `I user get ${'y'.repeat(60)}`,
    'I user get ',
  ])
})

test('what comes on user/get moves no pin and is not replied', async () => {
  const plug = await startPlug()
  plug.all()
  plug.control.deliver(topics.get, '{"id":"1","params":{"PowerSwitch_1":1}}')
  assert.deepEqual([plug.all(), plug.fake.seen('drive')], [[], []])
})

test('a post_reply of plain success is not worth a line', async () => {
  const { control, fake } = await startPlug()
  control.deliver(
    topics.postReply,
    '{"code":200,"data":{},"id":"1","message":"success","method":"thing.event.property.post","version":"1.0"}',
  )
  assert.deepEqual(fake.seen('log'), [])
})

test('a post_reply with an error is logged, at most 60 bytes of it', async () => {
  const { control, fake } = await startPlug()
  const refused = '{"code":6332,"data":{},"id":"1","message":"too many properties","version":"1.0"}'
  control.deliver(topics.postReply, refused)
  const filtered = '{"code":200,"data":{"PowerSwitch_1":"tsl parse: type error"},"id":"2"}'
  control.deliver(topics.postReply, filtered)
  assert.deepEqual(fake.seen('log'), [`W thing ${refused.slice(0, 60)}`, `W thing ${filtered.slice(0, 60)}`])
})

test('no message about replies or messages when there is nothing to tell', async () => {
  const plug = await startPlug()
  plug.second()
  for (let i = 0; i < 10; i++) assert.deepEqual(plug.second(), [])
})

test('a switch that changes is one line a second, however often it changes, with the last state', async () => {
  const plug = await startPlug()
  plug.second()
  for (let i = 0; i < 50; i++) {
    plug.set({ id: `${i}`, params: { PowerSwitch_1: (i + 1) & 1 } })
    plug.all()
  }
  plug.set({ id: 'x', params: { PowerSwitch_1: 1 } })
  plug.all()
  const lines = plug.fake.seen('log').filter((line) => line.startsWith('I switch'))
  assert.ok(lines.length <= 2, `${lines.length} lines in a second`)
  plug.second()
  plug.second()
  assert.match(plug.fake.seen('log').at(-1) ?? '', /^I switch "?PowerSwitch_1"?:1$/)
})

test('a switch that stays as it is gives no line', async () => {
  const plug = await startPlug({ PowerSwitch_1: switchOn(4, { on: 1 }) })
  plug.second()
  plug.set({ id: '1', params: { PowerSwitch_1: 1 } })
  plug.all()
  assert.deepEqual(plug.second(), [])
})

test('ignored and dropped are told once a second and counted anew', async () => {
  const plug = await startPlug()
  plug.second()
  for (let i = 0; i < 3; i++) plug.control.deliver('/other', '')
  assert.deepEqual(plug.second(), ['W thing 3 messages ignored'])
  plug.control.deliver('/other', '')
  assert.deepEqual(plug.second(), ['W thing 1 messages ignored'])
})
