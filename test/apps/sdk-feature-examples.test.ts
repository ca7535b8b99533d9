import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { Product } from '../../tools/cloud/model/product.ts'
import { CloudBench, plug } from '../rig/cloud-bench.ts'
import type { Device } from '../rig/device.ts'
import { cloudHost, deviceJson } from '../rig/identity.ts'
import { buildExample } from './sdk-example.ts'

// The README's examples of events, services, tags, remote configuration and shadow on a simulated board against the local
// platform; those that need a scripted peer are in sdk-examples.test.ts.

const { wifi, aliyun } = deviceJson()
const { productKey, deviceName, deviceSecret } = aliyun

interface Run {
  readonly cloud: CloudBench
  readonly device: Device
  /** What the example itself has printed, in one text. */
  printed(): string
  /** What went up on topics that contain `part`: the rest of each topic, and its payload. */
  sent(part: string): [topic: string, payload: unknown][]
}

/** Runs an example until its first messages are through; `changes` are made to its text. */
async function run(t: TestContext, name: string, product: Product = {}): Promise<Run> {
  const script = await buildExample(name, { productKey, deviceName, deviceSecret, host: cloudHost, port: aliyun.port })
  const cloud = await CloudBench.start(t, { product })
  const sent: [string, unknown][] = []
  cloud.platform.onPacket(({ direction, packet }) => {
    if (direction !== 'up' || packet.type !== 'publish') return
    const { topicName = '', payload } = packet
    sent.push([topicName, JSON.parse(String(payload))])
  })
  const device = cloud.device({ app: script })
  // The identity is the example's own.
  device.storage.write('device.json', Buffer.from(JSON.stringify({ wifi })))
  await cloud.bootReady(device)
  return {
    cloud,
    device,
    printed: () =>
      device.log.lines
        .map(({ text }) => text)
        .filter((line) => !/^\d+\.\d+ /.test(line))
        .join(' ')
        .replace(/\s+/g, ' '),
    sent: (part) => sent.filter(([topic]) => topic.includes(part)),
  }
}

const thing = (tail: string): string => `/sys/${productKey}/${deviceName}/thing/${tail}`

test('events: one is posted with its parameters, and its reply comes to the callback', async (t) => {
  const { cloud, printed, sent } = await run(t, 'events.js')
  const [[topic, message] = []] = sent('/event/')
  assert.equal(topic, thing('event/lowpower/post'))
  const { id, ...rest } = message as { id: string }
  assert.deepEqual(rest, { version: '1.0', params: { power: 10 }, method: 'thing.event.lowpower.post' })
  assert.deepEqual(
    cloud.seen('event-post').map(({ identifier, value }) => [identifier, value]),
    [['lowpower', { power: 10 }]],
  )
  assert.match(printed(), new RegExp(`^postEvent:\\[object Object\\] \\{.*"code": 200,.*"id": "${id}"`))
})

test('services: a call that waits for its reply and one that does not get what the handlers return', async (t) => {
  const services = (['async', 'sync'] as const).map((callType) => ({ identifier: `wakeup_${callType}`, callType }))
  const { cloud, printed } = await run(t, 'services.js', { services })
  const asked = cloud.platform.invokeService(plug, 'wakeup_async', { seconds: 1 })
  await cloud.all([asked], 1_000)
  await cloud.clock.run(2_000)
  assert.deepEqual(
    cloud.seen('service-reply').map((event) => [event.code]),
    [[200]],
  )
  const [sync] = await cloud.all([cloud.platform.invokeService(plug, 'wakeup_sync', { seconds: 2 })], 10_000)
  assert.deepEqual(sync?.outcome === 'answered' && sync.data, { out: 1 })
  for (const part of ['"params": { "seconds": 1 }', '"params": { "seconds": 2 }'])
    assert.ok(printed().includes(part), printed())
})

test('tags: one is added and two are deleted', async (t) => {
  const { cloud, printed, sent } = await run(t, 'tags.js')
  assert.deepEqual(
    sent('/deviceinfo/').map(([topic, message]) => [topic, (message as { params: unknown }).params]),
    [
      [thing('deviceinfo/update'), [{ attrKey: 'Temperature', attrValue: '36.8' }]],
      [thing('deviceinfo/delete'), [{ attrKey: 'tagA' }, { attrKey: 'tagB' }]],
    ],
  )
  assert.deepEqual(cloud.platform.tags(plug), { Temperature: '36.8' })
  assert.match(printed(), /^add tag ok res:\d+$/)
})

test('remote configuration: it is asked for, and what is pushed arrives and is replied to', async (t) => {
  const { cloud, printed, sent } = await run(t, 'remote-config.js', { remoteConfig: { interval: 60 } })
  assert.match(printed(), /^getConfig: \{ "code": 200, "data": \{ .*"signMethod": "Sha256"/)
  cloud.platform.pushConfig(productKey, { interval: 30 })
  await cloud.clock.run(2_000)
  assert.match(printed(), /onConfig,res: \{ "method": "thing.config.push",.*"params": \{ "configId"/)
  const [[topic, message] = []] = sent('/config/push_reply')
  assert.equal(topic, thing('config/push_reply'))
  assert.equal((message as { code: number }).code, 200)
})

test('shadow: it is read, changed and deleted, and each answer comes to onShadow', async (t) => {
  const { cloud, printed, sent } = await run(t, 'shadow.js')
  await cloud.clock.run(5_000)
  const changes = sent('/shadow/update/').map(([, message]) => message as { method: string; state?: unknown })
  assert.deepEqual(
    changes.filter(({ method }) => method !== 'get').map(({ method, state }) => [method, state]),
    [
      ['update', { reported: { a: 'avalue' } }],
      ['delete', { reported: { a: 'null' } }],
      ['delete', { reported: { a: 'null', b: 'null' } }],
      ['delete', { reported: 'null' }],
    ],
  )
  assert.equal(printed().split('shadow {').length - 1, changes.length)
  assert.deepEqual(cloud.platform.shadow(plug)?.reported ?? {}, {})
})
