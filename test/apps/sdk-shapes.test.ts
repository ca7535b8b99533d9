import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { CloudBench, plug } from '../rig/cloud-bench.ts'
import { buildApp } from './app-bench.ts'
import { asWeSend, cLinkSdk } from './sdk-shapes/c-link-sdk.ts'
import { more, recordShapes, shapeProduct, type Shape } from './sdk-shapes/shapes.ts'

// What the built script sends for the calls of the official SDK, against what Aliyun's own SDKs send for the same. Each difference
// is in docs/platform-features.md, "Differences from Aliyun's SDKs".

const npmSdk = JSON.parse(
  readFileSync(new URL('sdk-shapes/npm-sdk-1.2.8.json', import.meta.url), 'utf8'),
) as readonly Shape[]

const { script } = await buildApp('test/apps/sdk-shapes/sdk-shapes.js')

test('the messages are those of the npm SDK 1.2.8, and of the C Link SDK 4.2.0 but for what the page says', async (t) => {
  const cloud = await CloudBench.start(t, { product: shapeProduct })
  const shapes = recordShapes(cloud.platform, plug)
  await cloud.bootReady(cloud.device({ app: script }))
  const set = cloud.platform.setProperty(plug, { LightSwitch: 1 }).result
  cloud.platform.pushConfig(plug.productKey, { interval: 30 })
  const async = cloud.platform.invokeService(plug, 'wakeup_async', { seconds: 1 })
  await cloud.all<unknown>([set, async], 15_000)
  await cloud.all([cloud.platform.invokeService(plug, 'wakeup_sync', { seconds: 2 })], 15_000)
  await cloud.clock.run(2_000)

  const ours = shapes()
  const topics = (list: readonly Shape[]): string[] => list.map(({ topic }) => topic)
  assert.deepEqual(more(npmSdk, ours), [])
  // It asks the shadow for no version before it changes it, and replies to neither of the others.
  assert.deepEqual(topics(more(ours, npmSdk)), [
    '/shadow/update/{}',
    '/sys/{}/thing/config/push_reply',
    '/sys/{}/thing/service/property/set_reply',
  ])
  assert.deepEqual(more(cLinkSdk.map(asWeSend), ours), [])
})
