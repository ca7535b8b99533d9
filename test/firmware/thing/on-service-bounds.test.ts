import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withEngineJson } from '../support/engine-json.ts'
import { arrive, call, codes, holding, live, own, said, serviceTopic, withService } from '../support/services.ts'

test('four calls may be open: one more gets 429 at once, and a reply makes room', (t) => {
  const { device, replies } = holding(t)
  for (let id = 1; id <= 6; id++) call(device, { name: 'Hold', id: `${id}`, ...(id % 2 && { rrpc: `${id}` }) })
  assert.deepEqual(codes(device), [
    ['5', 429],
    ['6', 429],
  ])
  assert.equal(replies.length, 4)
  replies[2]!()
  assert.deepEqual(codes(device), [['3', 200]])
  call(device, { name: 'Hold', id: '7' })
  call(device, { name: 'Hold', id: '8' })
  assert.deepEqual([replies.length, codes(device)], [5, [['8', 429]]])
})

for (const [what, rrpc, timely, late] of [
  ['a synchronous call', '9', 6.9, 8.1],
  ['an asynchronous call', undefined, 58.9, 60.1],
] as const) {
  test(`${what} that is answered after ${timely} s gets its reply, one after ${late} s none, and the log says so`, (t) => {
    const { device, replies } = holding(t)
    device.seconds(0.5)
    call(device, { name: 'Hold', id: '1', ...(rrpc && { rrpc }) })
    live(device, timely)
    replies[0]!()
    assert.deepEqual([codes(device), device.log('W')], [[['1', 200]], []])
    call(device, { name: 'Hold', id: '2', ...(rrpc && { rrpc: '10' }) })
    live(device, late)
    replies[1]!()
    assert.deepEqual([codes(device), device.log('W')], [[], ['W thing service Hold answered too late']])
  })
}

test('a call that nobody answers makes room when its time is over, and is not handled a second time', (t) => {
  const { device, replies } = holding(t)
  for (let id = 1; id <= 4; id++) call(device, { name: 'Hold', id: `${id}`, rrpc: `${id}` })
  device.seconds(8.1)
  call(device, { name: 'Hold', id: '5', rrpc: '5' })
  call(device, { name: 'Hold', id: '4', rrpc: '4' })
  assert.deepEqual([replies.length, codes(device)], [5, []])
})

test('what waits for the link is sent in the next session, unless its time is over then', (t) => {
  const { device, replies } = holding(t)
  call(device, { name: 'Hold', id: '1' })
  call(device, { name: 'Hold', id: '2', rrpc: '2' })
  device.packets()
  device.socket().close()
  replies.forEach((reply) => reply())
  device.seconds(9)
  device.to('ready')
  assert.deepEqual(codes(device), [['1', 200]])
  assert.deepEqual(device.log('W thing'), ['W thing service Hold answered too late'])
})

test('garbage is ignored: no JSON, no id, an id that is too long, no method, nesting, 64 bits, a mistyped RRPC', (t) => {
  const { device, replies } = holding(t)
  const payloads = [
    ...['', 'null', '7', '[]', '{', '{"method":"thing.service.Hold"}', '{"id":"1"}', '{"id":"1","method":7}'],
    '{"id":{},"method":"thing.service.Hold"}',
    `{"id":"${'9'.repeat(63)}","method":"thing.service.Hold"}`,
    '{"id":1.5,"method":"thing.service.Hold"}',
    '{"id":"1","method":"thing.service.Hold","params":{"x":18446744073709551617}}',
    `{"id":"1","method":"thing.service.Hold","params":${'{"a":'.repeat(200)}1${'}'.repeat(200)}}`,
    '{"id":"1","method":"thing.service.Hold","params":{}}}',
    `{"id":"1","method":"thing.service.Hold","params":{"text":"${'x'.repeat(1024)}"}}`,
  ]
  for (const payload of payloads)
    for (const topicName of [serviceTopic('Hold'), `${own}rrpc/request/1`, `/ext/rrpc/1${serviceTopic('Hold')}`])
      arrive(device, { topicName, payload })
  const good = '{"id":"1","method":"thing.service.Hold","params":{}}'
  for (const topicName of [
    ...[
      `${own}rrpc/request/+`,
      `${own}rrpc/request/${'9'.repeat(65)}`,
      `${own}rrpc/request/1/2`,
      `${own}rrpc/response/1`,
    ],
    ...[`/ext/rrpc/1`, `/ext/rrpc/#${serviceTopic('Hold')}`, `/ext/rrpc/1/2${serviceTopic('Hold')}`],
    ...[`/ext/rrpc/1${own}rrpc/request/1`, serviceTopic('Hold').replace('plug01', 'plug02')],
  ])
    arrive(device, { topicName, payload: good })
  assert.deepEqual([replies, said(device), device.log('E')], [[], [], []])
  for (const params of ['', ',"params":null', ',"params":7', ',"params":"a"'])
    arrive(device, {
      topicName: serviceTopic('Hold'),
      payload: `{"id":"p${params.length}","method":"thing.service.Hold"${params}}`,
    })
  assert.equal(replies.length, 4, 'without params they are {}')
})

test('data that is no JSON, or longer than 2,048 bytes, is a reply of 100001 and a line in the log', (t) => {
  const circle: { itself?: unknown } = {}
  circle.itself = circle
  const data = [{ text: 'x'.repeat(2038) }, circle, { text: 'x'.repeat(2037) }]
  const device = withService(t, ({ onService }) =>
    data.forEach((each, at) => onService(`S${at}`, (_res, reply) => reply({ data: each as object as never }))),
  )
  withEngineJson(() => data.forEach((_each, at) => call(device, { name: `S${at}`, id: `${at}` })))
  assert.deepEqual(codes(device), [
    ['0', 100001],
    ['1', 100001],
    ['2', 200],
  ])
  assert.deepEqual(
    device.log('W'),
    [0, 1].map((at) => `W thing service S${at} failed: its data is no JSON, or too long`),
  )
})

test('four replies are remembered, of 512 bytes together', (t) => {
  const runs: string[] = []
  const device = withService(t, ({ onService }) =>
    onService('Say', (res, reply) => {
      runs.push(res.id)
      reply({ data: { text: 'x'.repeat(res.params['length']) } })
    }),
  )
  const say = (id: number, length: number): void => call(device, { name: 'Say', id: `${id}`, params: { length } })
  for (let id = 1; id <= 5; id++) say(id, 0)
  device.flow()
  say(2, 0)
  assert.equal(codes(device).length, 1)
  say(1, 0)
  assert.deepEqual([runs, codes(device)], [['1', '2', '3', '4', '5', '1'], [['1', 200]]])
  say(6, 200)
  say(7, 200)
  say(8, 200)
  device.flow()
  say(7, 200)
  say(6, 200)
  assert.deepEqual(codes(device), [['7', 200]], 'that it was answered is known, but not with what')
  assert.deepEqual(runs.slice(6), ['6', '7', '8'])
})

test('a code that is no whole number is sent as one, or as 200', (t) => {
  const given = [Infinity, NaN, 1.5, '429', 100001]
  const device = withService(t, ({ onService }) =>
    given.forEach((code, at) => onService(`S${at}`, (_res, reply) => reply({ code: code as number }))),
  )
  given.forEach((_code, at) => call(device, { name: `S${at}`, id: `${at}` }))
  assert.deepEqual(
    codes(device).map(([, code]) => code),
    [200, 200, 1, 429, 100001],
  )
})
