import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { readApplication } from '../../tools/build/application.ts'
import { ensureBuilt } from '../../tools/build/firmware.ts'
import type { PlatformOptions } from '../../tools/cloud/platform/platform.ts'
import type { JsonObject } from '../../tools/cloud/model/json.ts'
import { CloudBench, plug } from '../rig/cloud-bench.ts'
import type { Device } from '../rig/device.ts'

// Clock, tags, remote configuration and the firmware's own settings: the built script against the local platform, which
// serves the file of a configuration over HTTP.

const { script: app } = await ensureBuilt('dist', readApplication('test/features/apps/config.ts'))
const at2026 = Date.UTC(2026, 0, 1)

class ConfigBench {
  private constructor(
    readonly cloud: CloudBench,
    readonly device: Device,
    private readonly topics: readonly string[],
  ) {}

  static async start(t: TestContext, options: Partial<PlatformOptions> = {}): Promise<ConfigBench> {
    const product = { remoteConfig: {} }
    let started: CloudBench | undefined
    const wallNow = (): number => at2026 + Math.floor(started?.clock.now() ?? 0)
    const cloud = (started = await CloudBench.start(t, { product, wallNow, ...options }))
    const device = cloud.device({ app })
    const topics: string[] = []
    cloud.platform.onPacket(({ direction, packet }) => {
      if (direction === 'up' && packet.type === 'publish') topics.push(packet.topicName ?? '')
    })
    await cloud.bootReady(device)
    return new ConfigBench(cloud, device, topics)
  }

  /** What the application has said of one thing, as it is; the text after it is what the engine prints of JSON. */
  said(what: string): string[] {
    return this.lines().flatMap((text) => (text.startsWith(`~${what} `) ? [text.slice(what.length + 2)] : []))
  }

  lines(): string[] {
    return this.device.log.lines.map(({ text }) => text)
  }

  logged(area: RegExp): string[] {
    return this.lines().flatMap((line) => (area.test(line) ? [line.replace(/^\S+ /, '')] : []))
  }

  async tell(command: string): Promise<void> {
    this.cloud.platform.publishToUser(plug, 'user/get', command)
    await this.cloud.clock.run(2_000)
  }

  async push(config: JsonObject): Promise<void> {
    this.cloud.platform.pushConfig(plug.productKey, config)
    await this.cloud.clock.run(2_000)
  }

  /** Breaks the session, and waits for the next one. */
  async reconnect(): Promise<void> {
    const { length } = this.keepAlives()
    this.cloud.network.resetAll()
    await this.cloud.clock.until(() => this.keepAlives().length > length, 200_000)
    await this.cloud.clock.run(5_000)
  }

  /** The topics of what the device has published that begin so. */
  asked(head: string): string[] {
    return this.topics.filter((topicName) => topicName.startsWith(head))
  }

  /** How often a file was fetched. */
  fetched(): number {
    return this.cloud.network.attempts.filter(({ port }) => port === 8080).length
  }

  keepAlives(): number[] {
    return this.cloud.seen('online').map(({ keepAliveS }) => keepAliveS)
  }
}

test('the clock is known once the platform has told it, is asked for at each connect, and goes on without it', async (t) => {
  const bench = await ConfigBench.start(t)
  const [first = ''] = bench.said('time')
  assert.ok(Math.abs(Number(first) - at2026) < 10_000, first)
  await bench.tell('clock')
  const now = at2026 + bench.cloud.clock.now()
  const [clock = ''] = bench.said('clock')
  assert.ok(Number(clock) <= now && Number(clock) > now - 2_100, `${clock} ${now}`)
  await bench.reconnect()
  assert.equal(bench.asked('/ext/ntp/').length, 2)
  await bench.tell('sync')
  assert.equal(bench.said('time').length, 2, 'a callback is called once')
})

test('tags are posted and deleted, with a Chinese value as it is', async (t) => {
  const bench = await ConfigBench.start(t)
  await bench.tell('tags')
  assert.deepEqual(bench.cloud.platform.tags(plug), { room: '厅' })
  await bench.tell('untag')
  assert.deepEqual(bench.cloud.platform.tags(plug), {})
  assert.deepEqual(
    ['tags', 'untag'].map((what) => (JSON.parse(bench.said(what)[0] ?? '') as { code: number }).code),
    [200, 200],
  )
})

test('a configuration reaches the application as it comes, fetched and pushed, and the platform gets its reply', async (t) => {
  const bench = await ConfigBench.start(t)
  await bench.tell('config')
  assert.match(bench.said('config')[0] ?? '', /^{"code":6710,/)
  await bench.push({ schedule: ['7:00'] })
  const [push = ''] = bench.said('pushed')
  const { id, params, method } = JSON.parse(push) as { id: string; params: { url: string }; method: string }
  assert.equal(method, 'thing.config.push')
  assert.match(params.url, /^http:\/\/cloud\.test:8080\/config\/[0-9a-f]{32}\.json$/)
  assert.deepEqual(
    bench.cloud.seen('config-push-reply').map((reply) => [reply.id, reply.code]),
    [[id, 200]],
  )
  await bench.tell('config')
  const { code, data } = JSON.parse(bench.said('config')[1] ?? '') as { code: number; data: { sign: string } }
  assert.deepEqual([code, data.sign.length], [200, 64])
})

test('a push that comes twice is answered twice and handed on once', async (t) => {
  const bench = await ConfigBench.start(t)
  const topic = `/sys/${plug.productKey}/${plug.deviceName}/thing/config/push`
  const push = (id: string, sign: string) => {
    const params = {
      configId: 'c',
      configSize: 2,
      sign,
      signMethod: 'Sha256',
      url: 'http://nowhere.test/',
      getType: 'file',
    }
    const payload = JSON.stringify({ id, method: 'thing.config.push', params, version: '1.0.0' })
    bench.cloud.platform.publish(plug, topic, payload)
  }
  for (const [id, sign] of [
    ['5', 'a'],
    ['5', 'a'],
    ['5', 'b'],
    ['6', 'b'],
  ] as const)
    push(id, sign)
  await bench.cloud.clock.run(2_000)
  assert.equal(bench.said('pushed').length, 3)
  assert.deepEqual(
    bench.cloud.seen('config-push-reply').map(({ id }) => id),
    ['5', '5', '5', '6'],
  )
})

test('settings of a push are in force at once, keepAlive from the next CONNECT on; what the file lacks is as in device.json', async (t) => {
  const bench = await ConfigBench.start(t)
  await bench.push({ schedule: ['7:00'], link: { keepAliveS: 120, rebootAfterMin: 30, logLevel: 'W' } })
  const [taken] = bench.logged(/ settings /)
  assert.equal(taken, 'I settings {"keepAliveS":120,"rebootAfterMin":30,"logLevel":"W"}')
  await bench.reconnect()
  assert.deepEqual(bench.keepAlives(), [60, 120])
  assert.deepEqual(bench.logged(/ I mqtt ready$/).length, 1, 'I lines are not printed any more')
  await bench.push({ schedule: ['7:00'] })
  await bench.reconnect()
  assert.deepEqual(bench.keepAlives(), [60, 120, 60])
})

test('settings are fetched at each connect, and not again while they are the same', async (t) => {
  const bench = await ConfigBench.start(t)
  bench.cloud.platform.pushConfig('a1OTHER', {})
  await bench.push({ link: { keepAliveS: 90 } })
  await bench.reconnect()
  await bench.push({ link: { keepAliveS: 90 } })
  await bench.reconnect()
  assert.equal(bench.logged(/ settings /).length, 1)
  assert.equal(bench.fetched(), 1)
  assert.deepEqual(bench.keepAlives(), [60, 90, 90])
  bench.device.board.powerOff()
  await bench.cloud.bootReady(bench.device)
  await bench.cloud.clock.run(2_000)
  assert.equal(bench.fetched(), 2, 'kept in memory only, so fetched again')
})
