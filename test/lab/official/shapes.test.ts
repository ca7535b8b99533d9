import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { createPlatform } from '../../../tools/cloud/platform/platform.ts'
import { calls } from '../../apps/sdk-shapes/calls.js'
import { recordShapes, shapeProduct } from '../../apps/sdk-shapes/shapes.ts'
import { own } from '../../local-platform/switch-product.ts'
import { plug } from '../../local-platform/memory-cloud.ts'
import { loadSdk } from './sdk.ts'

const record = new URL('../../apps/sdk-shapes/npm-sdk-1.2.8.json', import.meta.url)

test('what the SDK sends is what is written down of it, which the firmware is compared with', async (t) => {
  const platform = await createPlatform({ devices: [plug], product: shapeProduct })
  t.after(() => platform.close())
  const shapes = recordShapes(platform, plug)
  const { port } = await platform.listen({ host: '127.0.0.1', port: 0, transports: ['tcp'] })
  const device = loadSdk().device({ ...plug, brokerUrl: `mqtt://127.0.0.1:${port}`, clean: true })
  t.after(() => device.end(true))
  device.on('error', () => undefined)
  /** Resolves when the platform has told something that fits. */
  const told = (fits: (event: { type: string; topicFilter?: string }) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const stop = platform.onEvent((event) => {
        if (!fits(event)) return
        stop()
        resolve()
      })
    })
  const last = told(({ topicFilter }) => topicFilter === `${own.replace(/\/thing$/, '')}/rrpc/request/+`)
  await once(device as never, 'connect')
  await last
  const listens = told(({ topicFilter }) => topicFilter === `${own}/service/wakeup_async`)
  calls(device)
  await listens
  platform.setProperty(plug, { LightSwitch: 1 })
  platform.pushConfig(plug.productKey, { interval: 30 })
  const replied = told(({ type }) => type === 'service-reply')
  await platform.invokeService(plug, 'wakeup_async', { seconds: 1 })
  await replied
  const sync = await platform.invokeService(plug, 'wakeup_sync', { seconds: 2 })
  assert.equal(sync.outcome, 'answered')
  assert.deepEqual(shapes(), JSON.parse(readFileSync(record, 'utf8')))
})
