import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { PlatformEvent } from '../../../tools/cloud/model/events.ts'
import { createPlatform, type Platform, type PlatformOptions } from '../../../tools/cloud/platform/platform.ts'
import { openTestCa } from '../../../tools/cloud/net/tls-identity.ts'
import { plug } from '../../local-platform/memory-cloud.ts'
import { own, product } from '../../local-platform/switch-product.ts'
import { loadSdk, type RegisterAnswer, type SdkDevice, type SdkOptions } from './sdk.ts'

const sdk = loadSdk()
const caDirectory = process.env['OFFICIAL_TEST_CA']
if (caDirectory === undefined)
  throw new Error('run this with npm run test:official, which makes a CA that the SDK trusts')
const identity = openTestCa(caDirectory).issue(['localhost', '127.0.0.1'])

interface Bench {
  readonly platform: Platform
  readonly port: number
  readonly events: PlatformEvent[]
  /** The SDK as this device, not yet connected. */
  device(scheme: 'mqtt' | 'mqtts' | 'ws' | 'wss', changes?: Partial<SdkOptions>): SdkDevice
}

async function start(t: TestContext, options: Partial<PlatformOptions> = {}): Promise<Bench> {
  const platform = await createPlatform({
    devices: [plug],
    product,
    rules: { connectsPerMinute: 'unlimited' },
    ...options,
  })
  t.after(() => platform.close())
  const events: PlatformEvent[] = []
  platform.onEvent((event) => events.push(event))
  const transports = ['tcp', 'tls', 'websocket'] as const
  const { port } = await platform.listen({ host: '127.0.0.1', port: 0, transports, identity })
  return {
    platform,
    port,
    events,
    device(scheme, changes = {}) {
      const device = sdk.device({ ...plug, brokerUrl: `${scheme}://localhost:${port}`, clean: true, ...changes })
      t.after(() => device.end(true))
      // Without a listener a refused CONNACK would end the process.
      device.on('error', () => undefined)
      return device
    },
  }
}

const connected = (device: SdkDevice) => new Promise((resolve) => device.once('connect', resolve))

/** Waits until the platform has told something that fits. */
async function told(bench: Bench, fits: (event: PlatformEvent) => boolean): Promise<void> {
  if (bench.events.some(fits)) return
  await new Promise<void>((resolve) => {
    const stop = bench.platform.onEvent((event) => {
      if (!fits(event)) return
      stop()
      resolve()
    })
  })
}

/** The SDK subscribes to 16 topics after CONNACK, and hears on them once it has; `topicFilter` is the one wanted. */
function subscribed(bench: Bench, topicFilter: string): Promise<void> {
  return told(bench, (event) => event.type === 'subscribe' && event.topicFilter === topicFilter)
}

for (const scheme of ['mqtt', 'mqtts'] as const) {
  test(`${scheme}: logs in, posts a property and gets its reply, and every topic it subscribes to is granted`, async (t) => {
    const bench = await start(t)
    const device = bench.device(scheme)
    await connected(device)
    const reply = await new Promise<Record<string, unknown>>((resolve) =>
      device.postProps({ PowerSwitch_1: 1 }, resolve),
    )
    assert.deepEqual([reply['code'], reply['message']], [200, 'success'])
    assert.equal(bench.platform.devices()[0]?.properties['PowerSwitch_1']?.value, 1)
    await subscribed(bench, '/sys/a1DEMO/plug01/rrpc/request/+')
    const refused = bench.events.filter((event) => event.type === 'subscribe' && event.granted > 1)
    assert.deepEqual(refused, [])
    assert.equal(bench.events.filter(({ type }) => type === 'subscribe').length, 16)
  })

  test(`${scheme}: receives a set and answers it`, async (t) => {
    const bench = await start(t)
    const device = bench.device(scheme)
    device.onProps(({ id, params }) => {
      device.publish(`${own}/service/property/set_reply`, JSON.stringify({ id, code: 200, data: {} }))
      device.postProps(params, () => undefined)
    })
    await connected(device)
    await subscribed(bench, `${own}/service/property/set`)
    const result = await bench.platform.setProperty(plug, { PowerSwitch_1: 1 }).result
    assert.ok(result.outcome === 'answered')
    assert.deepEqual([result.reply.code, result.post?.params], [200, { PowerSwitch_1: 1 }])
  })

  test(`${scheme}: is called, asynchronously and synchronously, and answers`, async (t) => {
    const bench = await start(t)
    const device = bench.device(scheme)
    device.onService('Blink', ({ id }, reply) => reply({ id, code: 200, data: { done: 1 } }))
    device.onService('Measure', ({ id }, reply) => reply({ id, code: 200, data: { ampere: 1.5 } }, 'sync'))
    await connected(device)
    await subscribed(bench, '/sys/a1DEMO/plug01/rrpc/request/+')
    assert.equal((await bench.platform.invokeService(plug, 'Blink', { times: 2 })).outcome, 'sent')
    await told(bench, ({ type }) => type === 'service-reply')
    const sync = await bench.platform.invokeService(plug, 'Measure', {})
    assert.ok(sync.outcome === 'answered')
    assert.deepEqual(sync.data, { ampere: 1.5 })
  })

  test(`${scheme}: is refused with a wrong secret, and comes again`, async (t) => {
    const bench = await start(t)
    const device = bench.device(scheme, { deviceSecret: 'wrong' })
    await new Promise((resolve) => device.once('close', resolve))
    assert.equal(device.connected, false)
    const refused = bench.events.find((event) => event.type === 'refused')
    assert.ok(refused?.type === 'refused')
    assert.deepEqual([refused.returnCode, refused.detail], [4, 'the signature is wrong'])
  })
}

test('posts an event and tags, reads its configuration, and has a shadow', async (t) => {
  const bench = await start(t, { product: { ...product, remoteConfig: { interval: 60 } } })
  const device = bench.device('mqtt')
  await connected(device)
  await subscribed(bench, '/sys/a1DEMO/plug01/rrpc/request/+')
  type Reply = Record<string, unknown>
  const event = await new Promise<Reply>((resolve) => device.postEvent('Overload', { ampere: 17 }, resolve))
  const tags = await new Promise<Reply>((resolve) => device.postTags([{ attrKey: 'room', attrValue: 'hall' }], resolve))
  const config = await new Promise<Reply>((resolve) => device.getConfig(resolve))
  assert.deepEqual([event['code'], tags['code'], config['code']], [200, 200, 200])
  assert.deepEqual(bench.platform.tags(plug), { room: 'hall' })
  const shadow = new Promise<Reply>((resolve) => device.onShadow(resolve))
  device.postShadow({ on: 1 })
  assert.equal((await shadow)['method'], 'reply')
  assert.deepEqual(bench.platform.shadow(plug)?.reported, { on: 1 })
})

test('registers itself over HTTPS with the product secret, and logs in with what it got', async (t) => {
  const productSecret = 'PSecret123456789'
  const bench = await start(t, { product: { productSecret, dynamicRegistration: true } })
  const { port } = await bench.platform.listenRegistration({ host: '127.0.0.1', port: 0, identity })
  const { productKey, deviceName } = plug
  const registerURL = `https://localhost:${port}/auth/register/device`
  const answer = await new Promise<RegisterAnswer>((resolve) =>
    sdk.register({ productKey, deviceName, productSecret, registerURL }, resolve),
  )
  assert.deepEqual([answer.code, answer.data?.deviceSecret], [200, plug.deviceSecret])
  await connected(bench.device('mqtts', { deviceSecret: answer.data?.deviceSecret ?? '' }))
})
