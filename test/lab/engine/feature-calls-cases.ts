import assert from 'node:assert/strict'
import { publish } from '../../peer/scripted-peer.ts'
import { AppRig } from './app-rig.ts'
import type { Bench } from './bench.ts'
import type { EngineCase } from './case.ts'
import type { GivenEngine } from './engines.ts'

type Run = (rig: AppRig) => Promise<void>

const app = 'test/features/apps/calls.js'
/** How many times faster the timers of a case run in which a call's time is over. */
const timeScale = 10

/** Services and RRPC, of which test/features/apps/calls.js has each kind. */
export function callsCases(engines: readonly GivenEngine[]): EngineCase[] {
  const some = engines.filter(({ name }) => name === 'esp32' || name === 'esp8266')
  const on = (name: string, aboutS: number, run: Run, scale = 1): EngineCase[] =>
    some.map((engine) => ({
      name: `feature ${name} [${engine.name}]`,
      load: 'works',
      aboutS,
      run: (bench) => runIn(bench, engine, scale, run),
    }))
  return [
    ...on('service: a call is answered the way it came, once more when it comes once more', 6, services),
    ...on('service: garbage is ignored, 200 calls in a row leave nothing behind', 15, manyCalls),
    ...on('rrpc: any bytes, on the system topic and on a custom one; a response that is late is not sent', 8, rrpc, timeScale),
  ]
}

async function runIn(bench: Bench, engine: GivenEngine, scale: number, run: Run): Promise<void> {
  const rig = await AppRig.start(bench, { engine, app, timeScale: scale })
  await rig.ready()
  await run(rig)
  assert.deepEqual(rig.device.said(/Uncaught| E link/), [])
  rig.peer.assertStrict()
}

const own = (rig: AppRig, tail: string): string => {
  const { productKey, deviceName } = rig.connection.device
  return `/sys/${productKey}/${deviceName}/${tail}`
}

const callOf = (name: string, id: string, params: object = {}): string =>
  JSON.stringify({ method: `thing.service.${name}`, id, params, version: '1.0.0' })

function send(rig: AppRig, topicName: string, payload: string | Uint8Array): void {
  rig.connection.send(publish({ topicName, payload }))
}

/** The next payload on a topic, as bytes. */
async function answer(rig: AppRig, topicName: string): Promise<string> {
  const { packet } = await rig.peer.next('publish', { where: (each) => each.topicName === topicName, withinMs: 15_000 })
  return packet.payload.toString('latin1')
}

async function services(rig: AppRig): Promise<void> {
  const add = own(rig, 'thing/service/Add')
  const sum = '{"id":"7","code":200,"data":{"sum":3}}'
  const params = { a: 1, b: 2 }
  for (const [topic, replyTopic] of [
    [add, `${add}_reply`],
    [own(rig, 'rrpc/request/123456789012345678'), own(rig, 'rrpc/response/123456789012345678')],
    [`/ext/rrpc/5${add}`, `/ext/rrpc/5${add}`],
  ] as const)
    for (let times = 2; times--;) {
      send(rig, topic, callOf('Add', '7', params))
      assert.equal(await answer(rig, replyTopic), sum)
    }
  assert.equal(rig.device.said(/^Add 7$/).length, 3, 'each is handled once')
  send(rig, own(rig, 'thing/service/Fail'), callOf('Fail', '8'))
  assert.match(await answer(rig, own(rig, 'thing/service/Fail_reply')), /^\{"id":"8","code":100001,"message":"failed"/)
  await rig.device.line(/ E app bug Error: in a service$/)
  send(rig, own(rig, 'thing/service/toString'), callOf('toString', '9'))
  assert.equal(
    await answer(rig, own(rig, 'thing/service/toString_reply')),
    '{"id":"9","code":460,"message":"toString is unknown","data":{}}',
  )
}

/** Payloads that are no call, some of which would take all memory. */
const garbage: readonly string[] = [
  ...['', '{', 'null', '[]', '7', '{"method":"thing.service.Add"}', '{"id":"1"}', '{"id":{},"method":"thing.service.Add"}'],
  `{"method":"thing.service.Add","id":"${'9'.repeat(1900)}"}`,
  `{"method":"thing.service.Add","id":"1","params":${'{"a":'.repeat(200)}1${'}'.repeat(200)}}`,
  `{"method":"thing.service.Add","id":"1","params":[${'0,'.repeat(900)}0]}`,
  `{"method":"thing.service.${'x'.repeat(1800)}","id":"1"}`,
]

async function manyCalls(rig: AppRig): Promise<void> {
  const topic = own(rig, 'thing/service/Add')
  const once = async (id: number): Promise<void> => {
    send(rig, topic, callOf('Add', `${id}`, { a: id, b: 0 }))
    assert.equal(await answer(rig, `${topic}_reply`), `{"id":"${id}","code":200,"data":{"sum":${id}}}`)
  }
  for (let id = 100; id < 110; id++) await once(id)
  const before = await rig.device.heldAtRest()
  for (const payload of garbage)
    for (const to of [topic, `/ext/rrpc/1${topic}`]) send(rig, to, payload)
  for (let id = 110; id < 310; id++) await once(id)
  const after = await rig.device.heldAtRest()
  assert.deepEqual([after.timers, after.sockets], [before.timers, before.sockets])
  assert.ok(Math.abs(after.vars - before.vars) <= 0.02 * before.vars, `${after.vars} JsVars, ${before.vars} before`)
}

async function rrpc(rig: AppRig): Promise<void> {
  const { productKey, deviceName } = rig.connection.device
  const custom = (id: number): string => `/ext/rrpc/${id}/${productKey}/${deviceName}/user/ask`
  send(rig, own(rig, 'rrpc/request/1'), Uint8Array.of(0, 255, 0xe4, 0xb8, 0xad))
  assert.equal(await answer(rig, own(rig, 'rrpc/response/1')), 'plain \0\u00ff\u00e4\u00b8\u00ad')
  send(rig, custom(2), 'hello')
  assert.equal(await answer(rig, custom(2)), 'custom hello')
  send(rig, custom(3), 'slow')
  await rig.device.line(/ W thing rrpc \/.*\/user\/ask answered too late$/)
  send(rig, custom(4), 'again')
  assert.equal(await answer(rig, custom(4)), 'custom again')
  const topics = rig.peer.received.flatMap(({ packet }) => (packet.type === 'publish' ? [packet.topicName] : []))
  assert.equal(topics.includes(custom(3)), false)
}
