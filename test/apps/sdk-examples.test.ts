import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deviceJson } from '../rig/identity.ts'
import { AppBench } from './app-bench.ts'
import { buildExample } from './sdk-example.ts'

const config = deviceJson()
const { productKey, deviceName, deviceSecret } = config.aliyun

/** A board that runs an example; the cloud is where the SDK looks for it without a region: in Shanghai. */
async function run(name: string): Promise<AppBench> {
  const script = await buildExample(name, { productKey, deviceName, deviceSecret })
  const host = `${productKey}.iot-as-mqtt.cn-shanghai.aliyuncs.com`
  const bench = new AppBench(script, { config: { ...config, aliyun: { ...config.aliyun, host } } })
  // The identity is the example's own.
  bench.device.storage.write('device.json', Buffer.from(JSON.stringify({ wifi: config.wifi })))
  bench.boot()
  bench.untilReady(10_000)
  bench.pass(3_000)
  return bench
}

/** What the example itself has printed. */
const printed = (bench: AppBench): string[] => bench.lines().filter((line) => !/^\d+\.\d+ /.test(line))
const own = (tail: string): string => `/${productKey}/${deviceName}/${tail}`

test('the quick start: connect, publish, subscribe, message', async () => {
  const bench = await run('quick-start.js')
  assert.deepEqual(
    bench.said().map(({ topicName, payload }) => [topicName, payload]),
    [[own('update'), 'hello world!']],
  )
  bench.message('get', 'to the device')
  assert.deepEqual(printed(bench), ['connected', `${own('get')} to the device`])
  bench.peer.assertStrict()
})

test('properties: what is posted at connect gets its reply, and a set arrives whole', async () => {
  const bench = await run('properties.js')
  assert.deepEqual(bench.posted(), [{ LightSwitch: 0 }])
  const [reply] = printed(bench)
  assert.match(reply ?? '', /^postProps: \{ "code": 200, /)
  const id = bench.setProps({ LightSwitch: 1 })
  assert.equal(bench.replyTo(id)?.code, 200)
  const set = printed(bench).slice(printed(bench).findIndex((line) => line.startsWith('onProps ')))
  for (const part of ['"method": "thing.service.property.set"', `"id": "${id}"`, '"params": { "LightSwitch": 1 }'])
    assert.ok(set.join('').includes(part), set.join(''))
  bench.peer.assertStrict()
})

test('messages: all options of device(), publish before it is connected and at QoS 1, the event error', async () => {
  const bench = await run('messages.js')
  assert.deepEqual(
    bench.peer.received.flatMap(({ packet }) =>
      packet.type === 'connect'
        ? [`keepAlive ${packet.keepAliveS}`]
        : packet.type === 'publish'
          ? [`${packet.topicName} qos ${packet.qos}`]
          : [],
    ),
    ['keepAlive 90', `${own('update')} qos 0`, `${own('update')} qos 1`],
  )
  bench.message('get', 'to the device')
  bench.connection.rst()
  bench.pass(1_000)
  assert.deepEqual(printed(bench), ['connected', `msg: ${own('get')}`, 'error: socket-closed'])
  bench.peer.assertStrict()
})
