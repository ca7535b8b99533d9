import assert from 'node:assert/strict'
import { listenForPipes } from '../../../tools/chaos/tcp-pipe.ts'
import type { Bench } from './bench.ts'
import type { EngineCase } from './case.ts'
import { checkSet, startCloud } from './cloud.ts'
import { pageOf } from '../../firmware/support/journal.ts'
import { deviceJson } from './device-config.ts'
import type { GivenEngine } from './engines.ts'

const timeScale = 20
const area = 'E boot config-invalid'

/** What the device does with a configuration that cannot work. */
export function configCases(engines: readonly GivenEngine[]): EngineCase[] {
  return engines.flatMap((engine): EngineCase[] => [
    {
      name: `config: a wrong deviceSecret is connack-refused 4 with its meaning, tried again after 60 s [${engine.name}]`,
      load: 'waits',
      aboutS: 4,
      run: (bench) => wrongSecret(bench, engine),
    },
    {
      name: `config: keepAlive 20 is refused, no pin is touched, no connection tried [${engine.name}]`,
      load: 'works',
      aboutS: 1,
      run: (bench) => stopsAtOnce(bench, engine, 'keepAlive 20', `${area} link.keepAliveS 20, wanted 30 to 1200`),
    },
    {
      name: `config: switches that are no objects are told, and the wrong pin beside them, too [${engine.name}]`,
      load: 'works',
      aboutS: 1,
      run: (bench) => oddSwitches(bench, engine),
    },
    ...['', '1', 'true', '"on"', '1"PowerSwitch_1":1}', '"PowerSwitch_1":2'].map((saved): EngineCase => ({
      name: `F48: the saved state is {${saved}}: off, told, ready, and the next one is saved [${engine.name}]`,
      load: 'works',
      aboutS: 2,
      run: (bench) => brokenState(bench, engine, saved),
    })),
    {
      name: `config: without device.json the device says so in one line [${engine.name}]`,
      load: 'works',
      aboutS: 1,
      run: (bench) => stopsAtOnce(bench, engine, 'none', `${area} device.json is not in Storage: npm run flash`),
    },
  ])
}

async function wrongSecret(bench: Bench, engine: GivenEngine): Promise<void> {
  const cloud = await startCloud(bench)
  const config = { port: cloud.port, deviceSecret: 'f'.repeat(32) }
  const device = bench.device({ engine, timeScale, config })
  const refused = /W mqtt connack-refused 4 bad user name or password, retry in 60 s/
  await device.line(refused)
  const first = device.lastAt(refused)
  await device.line(refused)
  const waitedS = ((device.lastAt(refused) - first) * timeScale) / 1000
  assert.ok(waitedS > 58 && waitedS < 75, `the second attempt came after ${waitedS} s`)
  assert.ok(cloud.count('refused') >= 2)
  assert.deepEqual(device.said(/mqtt (connected|ready)/), [])
  assert.deepEqual(device.levels(), [0])
}

async function oddSwitches(bench: Bench, engine: GivenEngine): Promise<void> {
  const config = JSON.parse(deviceJson({ port: 1 }).toString()) as { switches: Record<string, unknown> }
  const pin = { pin: 'Z99' }
  config.switches = {
    PowerSwitch_1: 'D2',
    PowerSwitch_2: 5,
    PowerSwitch_3: true,
    PowerSwitch_4: null,
    PowerSwitch_5: pin,
  }
  const device = bench.device({ engine, config: Buffer.from(JSON.stringify(config)) })
  await device.line(/PowerSwitch_5.pin "Z99" is no pin of this board/)
  const odd = device.said(/E boot config-invalid switches.PowerSwitch_[1-4] is missing or no object/)
  assert.equal(odd.length, 4, device.said(/./).join('\n'))
  await device.held()
  assert.deepEqual(device.said(/Uncaught|^~pin/), [])
}

async function brokenState(bench: Bench, engine: GivenEngine, saved: string): Promise<void> {
  const cloud = await startCloud(bench)
  const config = JSON.parse(deviceJson({ port: cloud.port }).toString()) as {
    switches: { PowerSwitch_1: { atBoot?: string } }
  }
  config.switches.PowerSwitch_1.atBoot = 'restore'
  const device = bench.device({ engine, saved: [pageOf(saved)], config: Buffer.from(JSON.stringify(config)) })
  await device.line(/W switch no saved state, so off: PowerSwitch_1$/)
  await device.line(/I mqtt ready$/)
  await checkSet(cloud, device, 1)
  assert.deepEqual(device.levels(), [0, 1])
  assert.equal(device.saved(), '"PowerSwitch_1":1')
}

/** Asserts that only those problems are logged, no pin is driven and no connection tried, and that nothing is left to do so later. */
async function stopsAtOnce(
  bench: Bench,
  engine: GivenEngine,
  config: 'keepAlive 20' | 'none',
  problem: string,
): Promise<void> {
  let connections = 0
  const listener = await listenForPipes('127.0.0.1', 0, () => connections++)
  bench.atEnd(() => listener.close())
  const device = bench.device({
    engine,
    air: 'home',
    config: config === 'none' ? 'none' : { port: listener.port, keepAliveS: 20 },
  })
  await device.line(/ E /)
  const { timers, sockets } = await device.held()
  assert.deepEqual([timers, sockets], [0, 0])
  const said = device.said(/^\d|^~(?!held)/).map((line) => line.replace(/^[\d.]+ /, ''))
  assert.deepEqual(said, [problem])
  assert.equal(connections, 0)
}
