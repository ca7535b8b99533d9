import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arrive, call, codes, holding, own, said, serviceTopic, withService } from '../support/services.ts'

test('an asynchronous call: the handler gets the whole message, and the reply goes to the _reply of its topic', (t) => {
  const got: unknown[] = []
  const device = withService(t, ({ onService }) =>
    onService('Add', (res, reply) => {
      got.push(res)
      reply({ code: 200, data: { sum: res.params['a'] + res.params['b'] } })
    }),
  )
  call(device, { name: 'Add', id: '1234567890', params: { a: 1, b: 2 } })
  assert.deepEqual(got, [{ method: 'thing.service.Add', id: '1234567890', params: { a: 1, b: 2 }, version: '1.0.0' }])
  assert.deepEqual(said(device), [['thing/service/Add_reply', { id: '1234567890', code: 200, data: { sum: 3 } }]])
})

test('a synchronous call comes by RRPC and is answered there, whatever kind the application says', (t) => {
  const device = withService(t, ({ onService }) => {
    onService('A', (_res, reply) => reply({ data: { x: 1 } }, 'async'))
    onService('B', (_res, reply) => reply({}, 'sync'))
  })
  call(device, { name: 'A', id: '1', rrpc: '987654321012' })
  call(device, { name: 'B', id: '2' })
  assert.deepEqual(said(device), [
    ['rrpc/response/987654321012', { id: '1', code: 200, data: { x: 1 } }],
    ['thing/service/B_reply', { id: '2', code: 200, data: {} }],
  ])
})

test('a synchronous call on its own topic, where the clientId asks for it, is answered on the same topic', (t) => {
  const device = withService(t, ({ onService }) => onService('A', (_res, reply) => reply()))
  const topicName = `/ext/rrpc/12345${serviceTopic('A')}`
  arrive(device, { topicName, payload: '{"method":"thing.service.A","id":"5","params":{}}' })
  const [reply, ...more] = device.published()
  assert.deepEqual([reply?.topic, reply?.payload, more], [topicName, '{"id":"5","code":200,"data":{}}', []])
})

test('a reply without a code is 200, without data {}; code and message go out as given, the text cut', (t) => {
  const results = [undefined, {}, { code: 0 }, { code: 460 }, { code: 5092, message: 'no "water"' }] as const
  const device = withService(t, ({ onService }) =>
    results.forEach((result, at) => onService(`S${at}`, (_res, reply) => reply(result))),
  )
  results.forEach((_result, at) => call(device, { name: `S${at}`, id: `${at}` }))
  const data = {}
  assert.deepEqual(
    said(device).map(([, reply]) => reply),
    [
      { id: '0', code: 200, data },
      { id: '1', code: 200, data },
      { id: '2', code: 200, data },
      { id: '3', code: 460, data },
      { id: '4', code: 5092, message: 'no "water"', data },
    ],
  )
})

test('a reply goes out once, at once or later: the second does nothing', (t) => {
  const { device, replies } = holding(t)
  call(device, { name: 'Hold', id: '1' })
  assert.deepEqual(said(device), [])
  replies[0]!({ data: { n: 1 } })
  replies[0]!({ data: { n: 2 } })
  assert.deepEqual(said(device), [['thing/service/Hold_reply', { id: '1', code: 200, data: { n: 1 } }]])
})

test('the same call twice: the handler runs once, and the second gets the same reply once there is one', (t) => {
  const { device, replies } = holding(t)
  for (const rrpc of [undefined, '77']) {
    const which = { name: 'Hold', id: '1', ...(rrpc && { rrpc }) }
    call(device, which)
    call(device, { ...which, dup: true })
    assert.deepEqual([replies.length, said(device)], [1, []])
    replies.shift()!({ data: { n: 1 } })
    const [reply] = said(device)
    call(device, { ...which, dup: true })
    call(device, { ...which, dup: true })
    assert.deepEqual([replies.length, said(device)], [0, [reply, reply]])
  }
})

test('another id, another service or another RRPC is another call', (t) => {
  const { device, replies } = holding(t)
  call(device, { name: 'Hold', id: '1' })
  call(device, { name: 'Hold', id: 1 })
  call(device, { name: 'Hold', id: '1', rrpc: '1' })
  call(device, { name: 'Hold', id: '1', rrpc: '2' })
  assert.equal(replies.length, 4)
  replies.forEach((reply) => reply())
  assert.deepEqual(
    said(device).map(([topic, reply]) => [topic, (reply as { id: unknown }).id]),
    [
      ['thing/service/Hold_reply', '1'],
      ['thing/service/Hold_reply', 1],
      ['rrpc/response/1', '1'],
      ['rrpc/response/2', '1'],
    ],
  )
})

test('a handler that throws is a bug in the log and a reply of 100001, unless it replied before', (t) => {
  const device = withService(t, ({ onService }) => {
    onService('A', () => {
      throw new Error('a mistake')
    })
    onService('B', (_res, reply) => {
      reply()
      throw new Error('another one')
    })
  })
  call(device, { name: 'A', id: '1' })
  call(device, { name: 'B', id: '2' })
  assert.deepEqual(
    said(device).map(([, reply]) => reply),
    [
      { id: '1', code: 100001, message: 'failed', data: {} },
      { id: '2', code: 200, data: {} },
    ],
  )
  assert.deepEqual(
    device.log('E').map((line) => line.split('\n')[0]),
    ['E app bug Error: a mistake', 'E app bug Error: another one'],
  )
})

test('a service without a handler is refused by name; what is no name is ignored, and so is what objects inherit', (t) => {
  const { device, replies } = holding(t)
  for (const name of ['Other', 'toString', '__proto__', 'constructor']) call(device, { name, id: name })
  call(device, { name: 'property.set', id: '5', rrpc: '5' })
  const refused = ['Other', 'toString', '__proto__', 'constructor', 'property.set']
  assert.deepEqual(
    said(device).map(([, reply]) => reply),
    refused.map((name) => ({
      id: name === 'property.set' ? '5' : name,
      code: 460,
      message: `${name} is unknown`,
      data: {},
    })),
  )
  for (const name of ['property/get', 'a+b', '#', 'caf\u00e9', 'x'.repeat(65), '']) call(device, { name, id: '6' })
  assert.deepEqual([replies, said(device)], [[], []])
  device.seconds(1)
  assert.equal(device.log('W thing').length, 1, 'they are counted as ignored')
})

test('it subscribes to services and to RRPC in each session, and once, however many services there are', (t) => {
  const device = withService(t, ({ onService }) => {
    onService('A', () => undefined)
    onService('B', () => undefined)
  })
  device.socket().close()
  device.seconds(1)
  device.to('ready')
  const filters = device
    .packets()
    .flatMap((packet) => (packet.cmd === 'subscribe' ? packet.subscriptions.map(({ topic }) => topic) : []))
  assert.deepEqual(filters, [`${own}thing/service/property/set`, `${own}rrpc/request/+`, `${own}thing/service/+`])
})

test('a service that is given another handler has that one, as in the SDK', (t) => {
  const device = withService(t, ({ onService }) => {
    onService('A', (_res, reply) => reply({ code: 1 }))
    onService('A', (_res, reply) => reply({ code: 2 }))
  })
  call(device, { name: 'A', id: '1' })
  assert.deepEqual(codes(device), [['1', 2]])
})

test('its own reply, as a broker sends it back that is not Aliyun\u2019s, is no call', (t) => {
  const device = withService(t, ({ onService }) => onService('A', (_res, reply) => reply()))
  call(device, { name: 'A', id: '1' })
  const [reply] = device.published()
  for (const topicName of [`${serviceTopic('A')}_reply`, `${own}rrpc/request/1`, `/ext/rrpc/1${serviceTopic('A')}`])
    arrive(device, { topicName, payload: reply!.payload })
  assert.deepEqual(said(device), [])
})
