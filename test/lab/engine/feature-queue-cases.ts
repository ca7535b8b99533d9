import assert from 'node:assert/strict'
import { readApplication } from '../../../tools/build/application.ts'
import { ensureBuilt } from '../../../tools/build/firmware.ts'
import type { PlatformEvent } from '../../../tools/cloud/model/events.ts'
import type { Bench } from './bench.ts'
import type { EngineCase } from './case.ts'
import { startCloud, type Cloud } from './cloud.ts'
import type { Device } from './device.ts'
import type { GivenEngine } from './engines.ts'

/** The queue of firmware/thing/queue.ts in the engine, in memory and in flash. */
export function queueCases(engines: readonly GivenEngine[]): EngineCase[] {
  const some = engines.filter(({ name }) => name === 'linux' || name === 'esp32' || name === 'esp8266')
  return some.flatMap((engine) => [
    {
      name: `feature queue: what is queued offline comes in order, with its times [${engine.name}]`,
      ...{ load: 'works', aboutS: 12 },
      run: (bench) => inMemory(bench, engine),
    },
    {
      name: `feature queue: saved, it comes back after reboots, and what was taken does not, through changes of the page [${engine.name}]`,
      ...{ load: 'works', aboutS: 20 },
      run: (bench) => saved(bench, engine),
    },
  ])
}

interface Desk {
  readonly cloud: Cloud
  readonly device: Device
  /** The numbers that the platform has got, in order. */
  numbers(): number[]
  /** Has the board queue numbers, from the first to the last. */
  queue(first: number, last: number): void
  /** Waits until the platform has got this number. */
  got(n: number): Promise<void>
}

const numberOf = (event: PlatformEvent): number =>
  event.type === 'event-post' ? (event.value as { n: number }).n : NaN

async function start(bench: Bench, engine: GivenEngine, options: object): Promise<Desk> {
  const { script } = await ensureBuilt('dist', readApplication('test/features/apps/queue.js'))
  const cloud = await startCloud(bench)
  const device = bench.device({
    ...{ engine, script, config: { port: cloud.port }, files: { 'queue.json': JSON.stringify(options) } },
    ...{ air: 'home', hasButton: true, degrees: 0, restart: true },
  })
  return {
    cloud,
    device,
    numbers: () => cloud.events.map(numberOf).filter((n) => !isNaN(n)),
    // A variable of the prompt would take the place of the script's function of that name.
    queue: (first, last) => device.type(`(function(n){for(;n<=${last};n++){degrees=n;press()}})(${first})`),
    got: async (n) => void (await cloud.until((event) => numberOf(event) === n, 40_000)),
  }
}

/** The network goes; what is typed next finds the link lost. */
async function lose(device: Device): Promise<void> {
  device.type('wifi.air="none";wifi.drop()')
  await device.line(/ W mqtt wifi-lost/)
}

/** The last reply has come and is recorded: the timer of its batch is gone, and the link's tick alone is left. */
async function recorded(device: Device): Promise<void> {
  for (let asked = 0; (await device.held()).timers > 1; asked++) assert.ok(asked < 5_000, 'a batch is still open')
}

async function inMemory(bench: Bench, engine: GivenEngine): Promise<void> {
  const { cloud, device, numbers, queue, got } = await start(bench, engine, {})
  await device.line(/ I mqtt ready$/)
  // Without a known time the first one waits 5 s for it.
  await cloud.setProps({ Clock: Date.now() })
  queue(1, 1)
  await got(1)
  await recorded(device)
  await lose(device)
  const from = Date.now()
  queue(2, 30)
  await device.line(/^queued 30$/)
  const to = Date.now()
  device.type('wifi.air="home"')
  await got(30)
  assert.deepEqual(
    numbers(),
    Array.from({ length: 30 }, (_, i) => i + 1),
  )
  const spareMs = 2_000
  for (const event of cloud.events)
    if (event.type === 'event-post' && numberOf(event) > 1)
      assert.ok(event.timeMs > from - spareMs && event.timeMs < to + spareMs, JSON.stringify(event))
  assert.deepEqual(device.said(/ E |Uncaught| W thing/), [])
}

async function saved(bench: Bench, engine: GivenEngine): Promise<void> {
  const { device, numbers, queue, got } = await start(bench, engine, { saved: true })
  await device.line(/ I thing queue 0 entries, 0 erases$/)
  await device.line(/ I mqtt ready$/)
  // The pages of these builds have 1,024 bytes.
  const burst = 6
  let last = 0
  for (; last < 7 * burst; last += burst) {
    queue(last + 1, last + burst)
    await got(last + burst)
  }
  await recorded(device)
  await lose(device)
  queue(last + 1, last + 5)
  await device.line(new RegExp(`^queued ${last + 5}$`))
  device.type('E.reboot()')
  await device.line(/ I thing queue [67] entries, [2-9] erases$/)
  await device.line(/ I mqtt ready$/)
  await got(last + 5)
  queue(last + 6, last + 7)
  await got(last + 7)
  await recorded(device)
  device.type('E.reboot()')
  await device.line(/ I thing queue 0 entries, [2-9] erases$/)
  await device.line(/ I mqtt ready$/)
  assert.deepEqual(
    numbers(),
    Array.from({ length: last + 7 }, (_, i) => i + 1),
  )
  assert.deepEqual(device.said(/ E |Uncaught| W thing/), [])
}
