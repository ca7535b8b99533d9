import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { Product } from '../../tools/cloud/model/product.ts'
import { buildApp } from '../apps/app-bench.ts'
import { CloudBench, plug } from '../rig/cloud-bench.ts'

// Services and RRPC: test/features/apps/calls.js on the simulated board, called by the local platform.

const { script } = await buildApp('test/features/apps/calls.js')
const ask = `/${plug.productKey}/${plug.deviceName}/user/ask`

const product: Product = {
  services: ['Add', 'Wait', 'Fail', 'Other'].map((identifier) => ({
    identifier,
    callType: identifier === 'Wait' ? 'sync' : 'async',
  })),
}

/** A ready board; nothing reaches it that it has not subscribed to. */
async function ready(t: TestContext): Promise<CloudBench> {
  const bench = await CloudBench.start(t, { product, rules: { autoDelivery: 'never' } })
  await bench.bootReady(bench.device({ app: script }))
  return bench
}

async function first<Value>(bench: CloudBench, promise: Promise<Value>): Promise<Value | undefined> {
  return (await bench.all([promise], 20_000))[0]
}

const replies = (bench: CloudBench): unknown[] =>
  bench.seen('service-reply').map(({ identifier, code, data }) => [identifier, code, data])

test('asynchronous services: the platform gets each reply, also those of what throws and what is unknown', async (t) => {
  const bench = await ready(t)
  for (const identifier of ['Add', 'Fail', 'Other'])
    assert.equal((await first(bench, bench.platform.invokeService(plug, identifier, { a: 1, b: 2 })))?.outcome, 'sent')
  await bench.clock.run(1_000)
  assert.deepEqual(replies(bench), [
    ['Add', 200, { sum: 3 }],
    ['Fail', 100001, {}],
    ['Other', 460, {}],
  ])
})

test('a synchronous service gets its reply within 8 s, on its topic under ext; a later one is not sent', async (t) => {
  const bench = await ready(t)
  const call = (ms: number) => first(bench, bench.platform.invokeService(plug, 'Wait', { ms }))
  const { outcome, code, data } = { code: 0, data: {}, ...(await call(6_500)) }
  assert.deepEqual([outcome, code, data], ['answered', 200, { waited: 6_500 }])
  assert.ok(bench.seen('rrpc').every(({ topicName }) => topicName.startsWith('/ext/rrpc/')))
  const before = bench.seen('rrpc-reply').length
  assert.equal((await call(8_500))?.outcome, 'no-reply')
  await bench.clock.run(2_000)
  assert.equal(bench.seen('rrpc-reply').length, before)
})

test('system RRPC: a service that is called by it responds there; what is no call of a service is for onRrpc', async (t) => {
  const bench = await ready(t)
  const rrpc = async (payload: string, options = {}) => {
    const end = await first(bench, bench.platform.rrpc(plug, Buffer.from(payload), options))
    return end?.outcome === 'answered' ? end.payload.toString() : end?.outcome
  }
  assert.equal(
    await rrpc('{"method":"thing.service.Add","id":"7","params":{"a":1,"b":2},"version":"1.0.0"}'),
    '{"id":"7","code":200,"data":{"sum":3}}',
  )
  assert.equal(await rrpc('hello'), 'plain hello')
  assert.equal(await rrpc('hello', { topic: ask }), 'custom hello')
  assert.equal(await rrpc('slow', { topic: ask }), 'no-reply')
  await bench.clock.run(2_000)
  assert.deepEqual(
    bench.seen('rrpc-reply').map(({ latencyMs }) => latencyMs === null),
    [false, false, false],
    'nobody gets a response that nobody waits for any more',
  )
})
