import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { pingresp } from '../../peer/mqtt-bytes.ts'
import type { ServiceReply } from '../../../firmware/thing/on-service.ts'
import { readyDevice, type Api, type Device } from '../support/device.ts'
import { withEngineJson } from '../support/engine-json.ts'

const own = '/sys/a1B2c3D4e5F/plug01/'
const topicOf = (name: string): string => `${own}thing/service/${name}`

interface Call {
  readonly name: string
  readonly id?: unknown
  readonly params?: unknown
  /** The number of a RRPC; without it the call is asynchronous. */
  readonly rrpc?: string
  readonly dup?: boolean
}

/** A call of a service arrives, as the platform writes it. */
function call(device: Device, { name, id = '1', params = {}, rrpc, dup = false }: Call): void {
  const payload = JSON.stringify({ method: `thing.service.${name}`, id, params, version: '1.0.0' })
  const topicName = rrpc === undefined ? topicOf(name) : `${own}rrpc/request/${rrpc}`
  device.publish({ topicName, payload, qos: 1, packetId: 7, dup })
}

/** What was published: the end of its topic, and its payload parsed. */
const said = (device: Device): [topic: string, reply: unknown][] =>
  device.published().map(({ topic, payload }) => [topic.replace(own, ''), JSON.parse(payload)])

/** The codes of what was published, by its id. */
const codes = (device: Device): [id: string, code: number][] =>
  device.published().map(({ payload }) => {
    const { id, code } = JSON.parse(payload) as { id: string; code: number }
    return [id, code]
  })

const withService = (t: TestContext, app: (api: Api) => void): Device => readyDevice(t, { app })

/** A device whose service Hold notes what it gets, and replies when the test does. */
function holding(t: TestContext): { device: Device; replies: ServiceReply[] } {
  const replies: ServiceReply[] = []
  const device = withService(t, ({ onService }) => onService('Hold', (_res, reply) => replies.push(reply)))
  return { device, replies }
}

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
  assert.deepEqual(said(device), [
    ['thing/service/Add_reply', { id: '1234567890', code: 200, data: { sum: 3 } }],
  ])
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
  const topicName = `/ext/rrpc/12345${topicOf('A')}`
  device.publish({ topicName, payload: '{"method":"thing.service.A","id":"5","params":{}}' })
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

/** Lets time pass in a session that stays. */
function live(device: Device, s: number): void {
  for (let left = s * 10; left > 0; left -= Math.min(left, 10)) {
    device.seconds(Math.min(left, 10) / 10)
    device.socket().drain()
    if (device.packets().some(({ cmd }) => cmd === 'pingreq')) device.socket().data(pingresp())
  }
}

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
  ]
  for (const payload of payloads)
    for (const topicName of [topicOf('Hold'), `${own}rrpc/request/1`, `/ext/rrpc/1${topicOf('Hold')}`])
      device.publish({ topicName, payload })
  const good = '{"id":"1","method":"thing.service.Hold","params":{}}'
  for (const topicName of [
    ...[`${own}rrpc/request/+`, `${own}rrpc/request/${'9'.repeat(65)}`, `${own}rrpc/request/1/2`, `${own}rrpc/response/1`],
    ...[`/ext/rrpc/1`, `/ext/rrpc/#${topicOf('Hold')}`, `/ext/rrpc/1/2${topicOf('Hold')}`],
    ...[`/ext/rrpc/1${own}rrpc/request/1`, topicOf('Hold').replace('plug01', 'plug02')],
  ])
    device.publish({ topicName, payload: good })
  assert.deepEqual([replies, said(device), device.log('E')], [[], [], []])
  for (const params of ['', ',"params":null', ',"params":7', ',"params":"a"'])
    device.publish({ topicName: topicOf('Hold'), payload: `{"id":"p${params.length}","method":"thing.service.Hold"${params}}` })
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
  assert.deepEqual(filters, [
    `${own}thing/service/property/set`,
    `${own}thing/service/+`,
    `${own}rrpc/request/+`,
  ])
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
  for (const topicName of [`${topicOf('A')}_reply`, `${own}rrpc/request/1`, `/ext/rrpc/1${topicOf('A')}`])
    device.publish({ topicName, payload: reply!.payload })
  assert.deepEqual(said(device), [])
})
