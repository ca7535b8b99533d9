import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { RrpcReply } from '../../../firmware/thing/on-rrpc.ts'
import { createDevice, deviceAt, readyDevice, type Api, type Device } from '../support/device.ts'

const names = '/a1B2c3D4e5F/plug01/'
const system = `/sys${names}rrpc/`
const calls = {
  system: { topicName: `${system}request/123`, response: `${system}response/123` },
  custom: { topicName: '/ext/rrpc/123/a/b', response: '/ext/rrpc/123/a/b' },
  own: { topicName: `/ext/rrpc/123${names}user/ask`, response: `/ext/rrpc/123${names}user/ask` },
} as const

type Kind = keyof typeof calls
const kinds = Object.keys(calls) as Kind[]
const topicFor = { system: '', custom: '/a/b', own: 'user/ask' } as const

const said = (device: Device): [topic: string, payload: string][] =>
  device.published().map(({ topic, payload }) => [topic, payload])

const withRrpc = (t: TestContext, app: (api: Api) => void): Device => readyDevice(t, { app })

/** A device that handles all three kinds, and responds when the test does. */
function holding(t: TestContext): { device: Device; replies: RrpcReply[] } {
  const replies: RrpcReply[] = []
  const device = withRrpc(t, ({ onRrpc }) =>
    kinds.forEach((kind) => onRrpc(topicFor[kind], (_payload, reply) => replies.push(reply))),
  )
  return { device, replies }
}

for (const kind of kinds) {
  const { topicName, response } = calls[kind]
  test(`${kind}: the handler gets the bytes, and what it responds goes to ${response}`, (t) => {
    const got: string[] = []
    const device = withRrpc(t, ({ onRrpc }) =>
      onRrpc(topicFor[kind], (payload, reply) => {
        got.push(payload)
        reply('{not JSON \u00e9')
      }),
    )
    device.publish({ topicName, payload: Uint8Array.of(0, 255, 34) })
    assert.deepEqual(got, ['\0\u00ff"'])
    const [reply, ...more] = device.flow().filter(({ cmd }) => cmd === 'publish')
    assert.ok(reply?.cmd === 'publish')
    assert.deepEqual(
      [reply.topic, (reply.payload as Buffer).toString('latin1'), reply.qos, more],
      [response, '{not JSON \u00e9', 0, []],
    )
  })
}

test('each topic has its handler; another topic, or a message that is no RRPC, has none', (t) => {
  const got: string[] = []
  const device = withRrpc(t, ({ onRrpc }) =>
    kinds.forEach((kind) => onRrpc(topicFor[kind], (payload) => got.push(`${kind} ${payload}`))),
  )
  for (const kind of kinds) device.publish({ topicName: calls[kind].topicName, payload: 'x' })
  assert.deepEqual(got.splice(0), ['system x', 'custom x', 'own x'])
  for (const topicName of [
    ...['/a/b', `${names}user/ask`, '/ext/rrpc/1/a/b/c', '/ext/rrpc/1/a', '/ext/rrpc//a/b', '/ext/rrpc/1', '/ext/rrpc/'],
    ...[`${system}request/1/2`, `${system}request/+`, `${system}response/1`, '/ext/rrpc/#/a/b', '/ext/rrpc/1/toString'],
    `/ext/rrpc/${'1'.repeat(65)}/a/b`,
  ])
    device.publish({ topicName, payload: 'x' })
  assert.deepEqual([got, said(device)], [[], []])
})

test('a response goes out once, and the same call again gets it again without being handled', (t) => {
  const { device, replies } = holding(t)
  for (const kind of kinds) {
    const { topicName, response } = calls[kind]
    const request = { topicName, payload: 'ask', qos: 1, packetId: 3 } as const
    device.publish(request)
    device.publish({ ...request, dup: true })
    assert.deepEqual([replies.length, said(device)], [1, []])
    const reply = replies.shift()!
    reply('one')
    reply('two')
    assert.deepEqual(said(device), [[response, 'one']])
    device.publish({ ...request, dup: true })
    assert.deepEqual([replies, said(device)], [[], [[response, 'one']]])
  }
})

test('its own response, as a broker sends it back that is not Aliyun\u2019s, is not responded to', (t) => {
  const device = withRrpc(t, ({ onRrpc }) => onRrpc('/a/b', (_payload, reply) => reply('yes')))
  device.publish({ topicName: calls.custom.topicName, payload: 'ask' })
  const [response] = device.published()
  device.publish({ topicName: response!.topic, payload: response!.payload })
  assert.deepEqual(said(device), [])
})

test('a response later than 8 s after the call is not sent, and the log says so', (t) => {
  const { device, replies } = holding(t)
  for (const kind of kinds) device.publish({ topicName: calls[kind].topicName, payload: 'ask' })
  device.seconds(6.9)
  replies[0]!('in time')
  device.seconds(1.2)
  replies[1]!('late')
  replies[2]!('late')
  assert.deepEqual(said(device), [[calls.system.response, 'in time']])
  assert.deepEqual(
    device.log('W'),
    ['/a/b', `${names}user/ask`].map((topic) => `W thing rrpc ${topic} answered too late`),
  )
})

test('four calls may be open; one more is ignored and logged, so that the caller has no response', (t) => {
  const { device, replies } = holding(t)
  for (let id = 1; id <= 5; id++) device.publish({ topicName: `${system}request/${id}`, payload: '' })
  assert.deepEqual([replies.length, device.log('W')], [4, ['W thing rrpc ignored: too many calls are open']])
  replies[0]!('')
  device.publish({ topicName: `${system}request/6`, payload: '' })
  assert.deepEqual([replies.length, said(device).length], [5, 1])
})

test('a response of more than 2,048 bytes is not sent, and the log says so; a shorter one may follow', (t) => {
  const { device, replies } = holding(t)
  device.publish({ topicName: calls.custom.topicName, payload: '' })
  replies[0]!('x'.repeat(2049))
  assert.deepEqual(
    [said(device), device.log('W')],
    [[], ['W thing rrpc /a/b not answered: the response is too long']],
  )
  replies[0]!('x'.repeat(2048))
  assert.equal(said(device).length, 1)
})

test('a handler that throws is a bug in the log, and the caller has no response', (t) => {
  const device = withRrpc(t, ({ onRrpc }) =>
    onRrpc('', () => {
      throw new Error('a mistake')
    }),
  )
  device.publish({ topicName: calls.system.topicName, payload: '' })
  assert.deepEqual([said(device), device.log('E')[0]?.split('\n')[0]], [[], 'E app bug Error: a mistake'])
})

for (const servicesFirst of [true, false]) {
  test(`beside services, ${servicesFirst ? 'which come first' : 'which come later'}, it has what is no call of a service`, (t) => {
    const got: string[] = []
    const device = withRrpc(t, ({ onRrpc, onService }) => {
      const services = (): void => onService('A', (res, reply) => (got.push(`A ${res.id}`), reply()))
      if (servicesFirst) services()
      onRrpc('', (payload, reply) => (got.push(payload), reply('plain')))
      onRrpc('/a/b', (payload, reply) => (got.push(payload), reply('custom')))
      if (!servicesFirst) services()
    })
    const call = '{"method":"thing.service.A","id":"1","params":{}}'
    device.publish({ topicName: `${system}request/1`, payload: call })
    device.publish({ topicName: `${system}request/2`, payload: 'hello' })
    device.publish({ topicName: `${system}request/3`, payload: '{"method":"thing.service.A"}' })
    device.publish({ topicName: `/ext/rrpc/4/sys${names}thing/service/A`, payload: call })
    device.publish({ topicName: '/ext/rrpc/5/a/b', payload: call })
    device.publish({ topicName: `${system}request/6`, payload: call.replace('.A', '.B') })
    assert.deepEqual(got, ['A 1', 'hello', '{"method":"thing.service.A"}', 'A 1', call])
    assert.deepEqual(said(device), [
      [`${system}response/1`, '{"id":"1","code":200,"data":{}}'],
      [`${system}response/2`, 'plain'],
      [`${system}response/3`, 'plain'],
      [`/ext/rrpc/4/sys${names}thing/service/A`, '{"id":"1","code":200,"data":{}}'],
      ['/ext/rrpc/5/a/b', 'custom'],
      [`${system}response/6`, '{"id":"1","code":460,"message":"B is unknown","data":{}}'],
    ])
  })

  test(`beside services, ${servicesFirst ? 'which come first' : 'which come later'}, it subscribes to their topic under ext, too`, (t) => {
    const device = deviceAt(t, 'ready', {
      app: ({ onRrpc, onService }) => {
        if (servicesFirst) onService('A', () => undefined)
        onRrpc('/a/b', () => undefined)
        onRrpc('user/ask', () => undefined)
        onRrpc('', () => undefined)
        if (!servicesFirst) onService('A', () => undefined)
      },
    })
    const filters = device
      .flow()
      .flatMap((packet) => (packet.cmd === 'subscribe' ? packet.subscriptions.map(({ topic }) => topic) : []))
    assert.deepEqual(filters.sort(), [
      `/ext/rrpc/+${names}user/ask`,
      '/ext/rrpc/+/a/b',
      `/ext/rrpc/+/sys${names}thing/service/+`,
      `/sys${names}rrpc/request/+`,
      `/sys${names}thing/service/+`,
      `/sys${names}thing/service/property/set`,
    ].sort())
  })
}

const triple = { productKey: 'a1B2c3D4e5F', deviceName: 'plug01', deviceSecret: 's'.repeat(32), region: 'cn-shanghai' }
const clientIdOf = (device: Device): string => {
  const [packet] = device.packets()
  return packet?.cmd === 'connect' ? packet.clientId : ''
}

test('the clientId asks for custom topics where one is listened to, and else is as it was', (t) => {
  const clientIds = ['', '/a/b'].map((topic) =>
    clientIdOf(
      deviceAt(t, 'greeting', {
        app: ({ onRrpc }) => onRrpc(topic, () => undefined),
        sections: { mqtt: undefined, aliyun: triple },
      }),
    ),
  )
  const before = 'a1B2c3D4e5F.plug01|securemode=3,signmethod=hmacsha256,timestamp=2524608000000,_ss=1'
  assert.deepEqual(clientIds, [`${before}|`, `${before},ext=1|`])
})

test("the console's copy of the login is used as it is, and the log says what does not come then", (t) => {
  const said = 'W mqtt clientId without ext=1: no RRPC on custom topics'
  const logs = ['/a/b', ''].map((topic) => {
    const device = createDevice(t, { app: ({ onRrpc }) => onRrpc(topic, () => undefined) })
    device.fake.clock.advance(0)
    device.to('greeting')
    assert.equal(clientIdOf(device), 'id')
    return device.log('W')
  })
  assert.deepEqual(logs, [[said], []])
})
