import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { PlatformEvent } from '../../../tools/cloud/model/events.ts'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readApplication } from '../../../tools/build/application.ts'
import { ensureBuilt } from '../../../tools/build/firmware.ts'
import type { Bench } from './bench.ts'
import type { EngineCase } from './case.ts'
import { startCloud, type Cloud } from './cloud.ts'
import { identity } from './device-config.ts'
import type { Device } from './device.ts'
import type { GivenEngine } from './engines.ts'

interface Running {
  readonly bench: Bench
  readonly cloud: Cloud
  readonly device: Device
}
type Run = (running: Running) => Promise<void>

/** Clock, tags, remote configuration and the firmware's own settings, against the local platform. */
export function featureConfigCases(engines: readonly GivenEngine[]): EngineCase[] {
  const some = engines.filter(({ name }) => name === 'linux' || name === 'esp8266')
  const on = (name: string, run: Run): EngineCase[] =>
    some.map((engine) => ({
      name: `feature ${name} [${engine.name}]`,
      load: 'works',
      aboutS: 6,
      run: async (bench) => run(await start(bench, engine)),
    }))
  return [
    ...on('clock: 13 digits arrive exactly, and the clock goes on', clock),
    ...on('tags: posted and deleted, a Chinese value as it is', tags),
    ...on('config: fetched and pushed, the reply to the push goes out by itself', config),
    ...on('settings: taken from the link of the platform, keepAlive with the next CONNECT', settings),
    ...on('settings: keys of Wi-Fi are refused, and nothing changes', forged),
    ...on('settings: a server whose head never ends costs no more than its bound', endless),
    ...engines
      .filter(({ name, modules }) => name === 'esp32' && modules.includes('tls'))
      .map((engine): EngineCase => ({
        name: `feature settings: a file is fetched over HTTPS, but not beside a link with TLS [${engine.name}]`,
        load: 'works',
        aboutS: 12,
        run: (bench) => overHttps(bench, engine),
      })),
  ]
}

async function start(
  bench: Bench,
  engine: GivenEngine,
  { caDirectory, tls = false }: { caDirectory?: string; tls?: boolean } = {},
): Promise<Running> {
  const { script } = await ensureBuilt('dist', readApplication('test/features/apps/config.ts'))
  const cloud = await startCloud(bench, { product: { remoteConfig: {} }, ...(caDirectory && { caDirectory }) })
  const device = bench.device({ engine, script, config: { port: cloud.port, tls } })
  await device.line(/ I mqtt ready$/)
  await device.line(/^~time /)
  return { bench, cloud, device }
}

const tell = ({ cloud }: Running, command: string): void => {
  cloud.platform.publishToUser(identity, 'user/get', command)
}

async function clock(running: Running): Promise<void> {
  const first = Number(running.device.said(/^~time /)[0]?.slice(6))
  assert.ok(Math.abs(first - Date.now()) < 10_000, String(first))
  tell(running, 'clock')
  const line = await running.device.line(/^~clock /)
  assert.match(line, /^~clock \d{13}$/)
  const now = Number(line.slice(7))
  assert.ok(now >= first && Math.abs(now - Date.now()) < 5_000, `${now} ${Date.now()}`)
}

async function tags(running: Running): Promise<void> {
  tell(running, 'tags')
  await running.device.line(/^~tags {"code":200,/)
  assert.deepEqual(running.cloud.platform.tags(identity), { room: '厅' })
  tell(running, 'untag')
  await running.device.line(/^~untag {"code":200,/)
  assert.deepEqual(running.cloud.platform.tags(identity), {})
}

async function config(running: Running): Promise<void> {
  const { cloud, device } = running
  tell(running, 'config')
  await device.line(/^~config {"code":6710,/)
  cloud.platform.pushConfig(identity.productKey, { schedule: ['7:00'] })
  await device.line(/^~pushed {"method":"thing.config.push",/)
  await cloud.until((event) => event.type === 'config-push-reply' && event.code === 200)
  tell(running, 'config')
  await device.line(/^~config {"code":200,"data":{"configId":/)
}

async function settings(running: Running): Promise<void> {
  const { cloud, device } = running
  cloud.platform.pushConfig(identity.productKey, { schedule: ['7:00'], link: { keepAliveS: 120, rebootAfterMin: 30 } })
  await device.line(/ I settings {"keepAliveS":120,"rebootAfterMin":30}$/)
  cloud.platform.drop(identity)
  await cloud.until((event) => event.type === 'online' && event.keepAliveS === 120, 30_000)
  const isOwn = (event: PlatformEvent): boolean => event.type === 'subscribe' && event.topicFilter.endsWith('/user/get')
  await cloud.until(() => cloud.events.filter(isOwn).length === 2)
  tell(running, 'sync')
  await device.line(/^~time /)
  assert.equal(device.said(/ settings /).length, 1, 'the same configuration is not fetched again')
}

async function forged(running: Running): Promise<void> {
  const { cloud, device } = running
  cloud.platform.pushConfig(identity.productKey, { link: { keepAliveS: 120, wifi: { ssid: 'evil' } } })
  await device.line(/ W settings refused: link\.wifi may not be set$/)
  cloud.platform.drop(identity)
  await cloud.until(() => cloud.count('online') === 2, 30_000)
  assert.deepEqual(
    cloud.events.flatMap((event) => (event.type === 'online' ? [event.keepAliveS] : [])),
    [60, 60],
  )
}

async function endless(running: Running): Promise<void> {
  const { bench, cloud, device } = running
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.write('HTTP/1.1 200 OK\r\n')
    const timer = setInterval(() => socket.write(`X-A: ${'a'.repeat(80)}\r\n`), 5)
    socket.on('close', () => clearInterval(timer))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  bench.atEnd(() => void server.close())
  const before = await device.heldAtRest()
  const { port } = server.address() as AddressInfo
  const params = { configId: 'endless', url: `http://127.0.0.1:${port}/x` }
  const push = { id: '7', method: 'thing.config.push', params, version: '1.0.0' }
  const { productKey, deviceName } = identity
  cloud.platform.publish(identity, `/sys/${productKey}/${deviceName}/thing/config/push`, JSON.stringify(push))
  await device.line(/ W settings not fetched: "too long"$/)
  tell(running, 'clock')
  await device.line(/^~clock /)
  const after = await device.heldAtRest()
  assert.deepEqual([after.timers, after.sockets], [before.timers, before.sockets])
  assert.deepEqual(device.said(/ E |MEMORY/), [])
}

/** The platform's port speaks HTTPS, too: the same link leads there. */
async function overHttps(bench: Bench, engine: GivenEngine): Promise<void> {
  const caDirectory = mkdtempSync(join(tmpdir(), 'ca-'))
  bench.atEnd(() => rmSync(caDirectory, { recursive: true }))
  const { cloud, device } = await start(bench, engine, { caDirectory, tls: false })
  const own = { link: { keepAliveS: 90 } }
  cloud.platform.pushConfig(identity.productKey, own)
  await device.line(/ I settings {"keepAliveS":90}$/)
  cloud.platform.pushConfig(identity.productKey, { other: 1 })
  await device.line(/ I settings {}$/)
  const [, pushed = ''] = /^~pushed (.*)$/.exec(device.said(/^~pushed /)[0] ?? '') ?? []
  const push = JSON.parse(pushed) as { params: { url: string } }
  const params = { ...push.params, configId: 'https', url: push.params.url.replace('http:', 'https:') }
  const { productKey, deviceName } = identity
  const topic = `/sys/${productKey}/${deviceName}/thing/config/push`
  cloud.platform.publish(identity, topic, JSON.stringify({ ...push, id: '7', params }))
  await device.line(/ I settings {"keepAliveS":90}$/)
  const secure = await start(bench, engine, { caDirectory, tls: true })
  secure.cloud.platform.pushConfig(identity.productKey, own)
  await secure.device.line(/ W settings not fetched: "HTTPS beside a link with TLS"$/)
}
