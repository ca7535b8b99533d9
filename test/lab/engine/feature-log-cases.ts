import assert from 'node:assert/strict'
import { readApplication } from '../../../tools/build/application.ts'
import { ensureBuilt } from '../../../tools/build/firmware.ts'
import type { Bench } from './bench.ts'
import type { EngineCase } from './case.ts'
import { startCloud, type Cloud } from './cloud.ts'
import { identity } from './device-config.ts'
import type { Device } from './device.ts'
import type { GivenEngine } from './engines.ts'

const push = `/sys/${identity.productKey}/${identity.deviceName}/thing/config/log/push`
const mode = (value: number) => JSON.stringify({ id: '1', params: { getType: 'content', content: { mode: value } } })
const timeScale = 10

/** Log post. */
export function logCases(engines: readonly GivenEngine[]): EngineCase[] {
  const small = engines.filter(({ name }) => name === 'linux' || name === 'esp32' || name === 'esp8266')
  const on = (name: string, run: (cloud: Cloud, device: Device) => Promise<void>, deviceLogs: boolean): EngineCase[] =>
    small.map((engine) => ({
      name: `feature log: ${name} [${engine.name}]`,
      load: 'works',
      aboutS: 6,
      run: async (bench) => run(...(await start(bench, engine, deviceLogs))),
    }))
  return [
    ...on(
      'what the device logged is posted from its start on, and what was logged while the link was down',
      posts,
      true,
    ),
    ...on('switched on by a push it posts; refused it stops, and its refusal is not posted', refused, false),
  ]
}

async function start(bench: Bench, engine: GivenEngine, deviceLogs: boolean): Promise<[Cloud, Device]> {
  const { script } = await ensureBuilt('dist', readApplication('test/features/apps/log.js'))
  const cloud = await startCloud(bench, { rules: { autoDelivery: 'never', deviceLogs } })
  const device = bench.device({ engine, script, config: { port: cloud.port }, timeScale })
  await device.line(/ I mqtt ready$/)
  return [cloud, device]
}

/** What was posted so far, as `level module content`. */
function posted(cloud: Cloud): string[] {
  const entries = cloud.events.flatMap((event) => (event.type === 'device-log' ? event.entries : []))
  for (const { utcTime } of entries) assert.match(String(utcTime), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  return entries.map(({ logLevel, module, logContent }) => [logLevel, module, logContent].join(' '))
}

const has = (cloud: Cloud, line: string) => cloud.until(() => posted(cloud).includes(line))

async function posts(cloud: Cloud, device: Device): Promise<void> {
  await has(cloud, 'INFO mqtt ready')
  await cloud.platform.setProperty(identity, { Say: 'E door 开 "wide"' }).result
  await has(cloud, 'ERROR door 开 "wide"')
  cloud.platform.drop(identity)
  await device.line(/socket-closed/)
  await device.line(/ I mqtt ready$/, 20_000)
  await cloud.until(() => posted(cloud).filter((line) => line === 'INFO mqtt ready').length === 2)
  const lines = posted(cloud)
  assert.ok(lines.findIndex((line) => line.startsWith('WARN mqtt socket-closed')) > 0, lines.join('\n'))
  assert.equal(new Set(lines).size, lines.length - 1, lines.join('\n'))
  assert.deepEqual(device.said(/ E link|Uncaught/), [])
}

async function refused(cloud: Cloud, device: Device): Promise<void> {
  cloud.platform.publish(identity, push, mode(1))
  await device.line(/ W thing log post_reply /)
  await cloud.platform.setProperty(identity, { Say: 'I app more' }).result
  cloud.platform.publish(identity, push, '{"params":{"content":"x"}}')
  cloud.platform.publish(identity, push, mode(1))
  await device.line(/ W thing log post_reply /)
  const replies = cloud.events.flatMap((event) =>
    event.type === 'replied' && event.topicName.endsWith('/thing/log/post') ? [event.code] : [],
  )
  assert.deepEqual(replies, [6718, 6718])
}
