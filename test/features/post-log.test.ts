import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PlatformOptions } from '../../tools/cloud/platform/platform.ts'
import { buildApp } from '../apps/app-bench.ts'
import { CloudBench, plug } from '../rig/cloud-bench.ts'
import type { Device } from '../rig/device.ts'
import { garbage } from './garbage.ts'

const { script } = await buildApp('test/features/apps/log.js')
const push = `/sys/${plug.productKey}/${plug.deviceName}/thing/config/log/push`
const mode = (value: unknown) => JSON.stringify({ id: '1', params: { getType: 'content', content: { mode: value } } })

interface Room {
  readonly bench: CloudBench
  readonly device: Device
  /** What was posted since it was asked for last, as `level module content`. */
  news(): string[]
  /** Has the application write a line; waits so long for it to be posted. */
  say(text: string, ms?: number): Promise<void>
  /** How often the platform replied to a post, and with which code. */
  replies(): number[]
}

async function room(t: test.TestContext, deviceLogs: boolean, more: Partial<PlatformOptions> = {}): Promise<Room> {
  const bench = await CloudBench.start(t, { rules: { autoDelivery: 'never', deviceLogs }, ...more })
  const device = bench.device({ app: script })
  let seen = 0
  await bench.bootReady(device)
  const entries = () => bench.seen('device-log').flatMap((event) => event.entries)
  return {
    ...{ bench, device },
    news() {
      const all = entries().map(({ logLevel, module, logContent }) => [logLevel, module, logContent].join(' '))
      const news = all.slice(seen)
      seen = all.length
      return news
    },
    async say(text, ms = 3000) {
      await bench.all([bench.platform.setProperty(plug, { Say: text }).result], 20_000)
      await bench.clock.run(ms)
    },
    replies: () =>
      bench.seen('replied').flatMap(({ topicName, code }) => (topicName.endsWith('/thing/log/post') ? [code] : [])),
  }
}

test('what the device logged from its start on is posted, with level, area and time, in a few messages', async (t) => {
  const { bench, device, news, replies } = await room(t, true)
  const printed = device.log.lines.map(({ text }) => text.replace(/^\d+\.\d{3} /, ''))
  const posted = news()
  assert.deepEqual(
    posted.map((line) => line.replace(/^(I)NFO |^(W)ARN |^(E)RROR /, '$1$2$3 ')),
    printed.slice(0, posted.length),
  )
  assert.ok(
    posted.some((line) => line === 'INFO mqtt ready'),
    posted.join('\n'),
  )
  assert.deepEqual(
    replies(),
    Array.from({ length: Math.ceil(posted.length / 5) }, () => 200),
  )
  const times = bench.seen('device-log').flatMap(({ entries }) => entries.map(({ utcTime }) => String(utcTime)))
  assert.deepEqual(
    times.map((time) => new Date(time).toISOString()),
    times,
  )
})

test('a line of the application is posted as it is, whatever it has', async (t) => {
  const { news, say } = await room(t, true)
  news()
  await say('E door open 中文 "quoted" \n\t and more')
  await say('no level at all')
  await say('X y')
  await say('E')
  await say('W ')
  await say('nul \0 in it')
  await say('x'.repeat(300))
  assert.deepEqual(news(), [
    'ERROR door open 中文 "quoted" \n\t and more',
    'INFO app no level at all',
    'INFO app X y',
    'INFO app E',
    'WARN app W ',
    'INFO app nul   in it',
    `INFO app ${'x'.repeat(240)}`,
  ])
})

test('nothing is posted before the cloud switches the log on, nor after it switches it off', async (t) => {
  const { bench, news, say, replies } = await room(t, false)
  await say('one')
  assert.deepEqual(replies(), [])
  bench.platform.publish(plug, push, mode(0))
  await say('two')
  assert.deepEqual([news(), replies()], [[], []])
})

test('switched on by a push it posts what it kept; refused, it stops, and does not post its own refusal', async (t) => {
  const { bench, device, replies } = await room(t, false)
  bench.platform.publish(plug, push, mode(1))
  await bench.clock.run(10 * 60_000)
  assert.deepEqual(replies(), [6718])
  assert.equal(device.log.with('W thing log post_reply').length, 1)
})

test('lines from while the link was down are posted once it is back: the newest 512 bytes, in their order', async (t) => {
  const { bench, device, news } = await room(t, true)
  news()
  for (let at = 0; at < 3; at++) {
    device.board.wifi.drop()
    await bench.clock.run(60_000)
  }
  device.board.wifi.up()
  await bench.clock.until(() => device.log.readies === 2, 200_000)
  await bench.clock.run(10_000)
  const posted = news()
  const printed = device.log.lines.map(({ text }) => text.replace(/^\d+\.\d{3} (\w+) /, '$1 '))
  const short = posted.map((line) => line.replace(/^(\w)\w+ /, '$1 '))
  assert.ok(printed.join('\n').includes(short.join('\n')), `${short.join('\n')}\nis not in\n${printed.join('\n')}`)
  assert.ok(
    posted.some((line) => line.startsWith('WARN wifi')),
    posted.join('\n'),
  )
  assert.ok(posted.includes('INFO mqtt ready'))
})

test('garbage as a push changes nothing, and throws nothing', async (t) => {
  const { bench, device, say, news } = await room(t, true)
  for (const payload of garbage) {
    bench.platform.publish(plug, push, payload)
    await bench.clock.run(100)
  }
  assert.deepEqual(
    device.log.lines.map(({ text }) => text).filter((line) => / E |Uncaught|, retry in /.test(line)),
    [],
  )
  bench.platform.publish(plug, push, mode(1))
  await say('still here')
  assert.ok(news().includes('INFO app still here'))
})
