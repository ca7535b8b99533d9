import assert from 'node:assert/strict'
import { buildExample } from '../../apps/sdk-example.ts'
import { shapeProduct } from '../../apps/sdk-shapes/shapes.ts'
import { portMark } from '../costs/apps.ts'
import type { PlatformEvent } from '../../../tools/cloud/model/events.ts'
import type { Bench } from './bench.ts'
import type { EngineCase } from './case.ts'
import { startCloud, type Cloud } from './cloud.ts'
import { identity } from './device-config.ts'
import type { Device } from './device.ts'
import type { GivenEngine } from './engines.ts'

/** What an example must show, once it runs. */
type Shows = (cloud: Cloud, device: Device) => Promise<void>

/** The official SDK's examples of the platform's features, with import and credentials changed, against the local platform. */
export function sdkExampleCases(engines: readonly GivenEngine[]): EngineCase[] {
  const some = engines.filter(({ name }) => name === 'linux' || name === 'esp8266')
  return Object.entries(examples).flatMap(([name, shows]) =>
    some.map((engine) => ({
      name: `app: the official SDK's example of ${name} runs with import and credentials changed [${engine.name}]`,
      load: 'works' as const,
      aboutS: 30,
      run: (bench: Bench) => run(bench, engine, `${name.replaceAll(' ', '-')}.js`, shows),
    })),
  )
}

const scripts = new Map<string, Promise<string>>()

/** Builds an example once for all engines: the port is put in afterwards. */
function built(example: string): Promise<string> {
  const script =
    scripts.get(example) ?? buildExample(example, { ...identity, host: '127.0.0.1', port: Number(portMark) })
  scripts.set(example, script)
  return script
}

async function run(bench: Bench, engine: GivenEngine, example: string, shows: Shows): Promise<void> {
  const cloud = await startCloud(bench, { product: shapeProduct })
  cloud.platform.setTags(identity, { tagA: '1' })
  const script = (await built(example)).replaceAll(portMark, String(cloud.port))
  const device = bench.device({ engine, script, config: { port: cloud.port } })
  await device.line(/ I mqtt ready$/)
  await shows(cloud, device)
  assert.deepEqual(device.said(/ [WE] |Uncaught/), [])
}

const examples: Readonly<Record<string, Shows>> = {
  async events(cloud, device) {
    const event = await cloud.until(is('event-post'))
    assert.ok(event.type === 'event-post')
    assert.deepEqual([event.identifier, event.value], ['lowpower', { power: 10 }])
    await device.line(/^postEvent:\[object Object\] \{/)
  },
  async services(cloud, device) {
    // The device listens once its filters are granted, which may be after its first messages.
    await cloud.until((event) => event.type === 'subscribe' && event.topicFilter.endsWith('/rrpc/request/+'))
    await cloud.platform.invokeService(identity, 'wakeup_async', {})
    await cloud.until(is('service-reply'))
    const sync = await cloud.platform.invokeService(identity, 'wakeup_sync', {})
    assert.deepEqual(sync.outcome === 'answered' && sync.data, { out: 1 })
    assert.equal(device.said(/^\^onService \{/).length, 2)
  },
  async tags(cloud, device) {
    await device.line(/^add tag ok res:\d+$/)
    // The tag that it deletes is there from the beginning.
    await cloud.until((event) => event.type === 'tags' && !('tagA' in event.tags))
    assert.deepEqual(cloud.platform.tags(identity), { Temperature: '36.8' })
  },
  async 'remote config'(cloud, device) {
    await device.line(/^getConfig: \{/)
    cloud.platform.pushConfig(identity.productKey, { interval: 30 })
    await device.line(/^onConfig,res: \{/)
  },
  async shadow(cloud, device) {
    // An update and three deletions.
    await cloud.until(() => cloud.count('shadow') === 4)
    assert.deepEqual(cloud.platform.shadow(identity)?.reported, {})
    await device.line(/^shadow \{/)
  },
}

const is =
  (type: PlatformEvent['type']) =>
  (event: PlatformEvent): boolean =>
    event.type === type
