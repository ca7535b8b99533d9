import assert from 'node:assert/strict'
import {
  desiredPropertiesApplication,
  desiredSwitchApplication,
  type Application,
} from '../../../tools/build/application.ts'
import { ensureBuilt } from '../../../tools/build/firmware.ts'
import type { Bench } from './bench.ts'
import type { EngineCase } from './case.ts'
import { startCloud, type Cloud } from './cloud.ts'
import { deviceJson, identity } from './device-config.ts'
import type { Device } from './device.ts'
import type { GivenEngine } from './engines.ts'

type Run = (bench: Bench, engine: GivenEngine) => Promise<void>

/** Desired properties in the real engine, asked for by device.json. */
export function desiredCases(engines: readonly GivenEngine[]): EngineCase[] {
  const some = engines.filter(({ name }) => name === 'linux' || name === 'esp32' || name === 'esp8266')
  const on = (name: string, aboutS: number, run: Run): EngineCase[] =>
    some.map((engine) => ({
      name: `feature desired: ${name} [${engine.name}]`,
      load: 'works',
      aboutS,
      run: (bench) => run(bench, engine),
    }))
  return [
    ...on('set while away comes true once and is removed; a button since holds over the next session', 12, comesTrue),
    ...on('the values of many properties on pins come in parts: right ones act, wrong ones stay', 25, inParts),
  ]
}

interface Started {
  readonly cloud: Cloud
  readonly device: Device
  /** Waits until the platform has replied to so many requests. */
  replied(verb: 'get' | 'delete', count: number): Promise<void>
  /** Values that are on the platform. */
  desired(): Record<string, unknown>
}

async function start(
  bench: Bench,
  engine: GivenEngine,
  { app, section, values }: { app: Application; section: object; values: Record<string, number> },
): Promise<Started> {
  const { script } = await ensureBuilt('dist', app)
  const cloud = await startCloud(bench)
  const { switches: _none, ...rest } = JSON.parse(deviceJson({ port: cloud.port }).toString()) as Record<
    string,
    unknown
  >
  assert.equal(cloud.platform.setDesired(identity, values).outcome, 'changed')
  const config = Buffer.from(JSON.stringify({ ...rest, ...section, desired: true }))
  const device = bench.device({ engine, script, config, around })
  return {
    ...{ cloud, device },
    async replied(verb, count) {
      const isOne = (topicName: string) => topicName.endsWith(`/desired/${verb}`)
      const soFar = () => cloud.events.filter((event) => event.type === 'replied' && isOne(event.topicName)).length
      await cloud.until(() => soFar() >= count, 60_000)
    },
    desired: () =>
      Object.fromEntries(
        Object.entries(cloud.platform.desired(identity)).flatMap(([name, { value }]) =>
          value === undefined ? [] : [[name, value]],
        ),
      ),
  }
}

/** The Linux build has no pins to watch: `press()` at the console is the button. */
const around = `var press;
global.setWatch=function(f,p){press=function(){f({pin:p})}};
global.pinMode=function(){};global.analogWrite=function(p,v){print("~pwm "+p+" "+v)};
`

const name = 'PowerSwitch_1'

async function comesTrue(bench: Bench, engine: GivenEngine): Promise<void> {
  const section = { switches: { [name]: { pin: 'D2', button: 'D0' } } }
  const { cloud, device, replied, desired } = await start(bench, engine, {
    ...{ app: desiredSwitchApplication, section, values: { [name]: 1 } },
  })
  await replied('delete', 1)
  await device.line(/I thing {"PowerSwitch_1":1}$/)
  assert.deepEqual([device.levels(), desired()], [[0, 1], {}])
  // Online: the set acts, and a second later its value is removed.
  cloud.platform.setDesired(identity, { [name]: 0 })
  cloud.platform.setDesired(identity, { [name]: 1 })
  await replied('delete', 2)
  device.type('press()')
  await device.line(/I thing {"PowerSwitch_1":0}$/)
  cloud.platform.drop(identity)
  await device.line(/I mqtt ready$/, 30_000)
  await replied('get', 3)
  const { vars } = await device.heldAtRest()
  assert.deepEqual([device.levels(), desired()], [[0, 1, 0, 1, 0], {}])
  assert.deepEqual(device.said(/bug|Uncaught| E |W thing/), [])
  if (engine.heapVars === 'grows') return
  const free = Math.round((1000 * (engine.heapVars - vars)) / engine.heapVars) / 10
  bench.figure(`desired.freePercent.${engine.name}`, free)
  assert.ok(free > 50, `${free} % of the heap is free`)
}

async function inParts(bench: Bench, engine: GivenEngine): Promise<void> {
  // More leave an ESP8266 too little to handle a packet in.
  const count = engine.name === 'esp8266' ? 10 : 24
  const names = Array.from({ length: count }, (_, at) => `Property_${at}`)
  const entries = names.map((each, at) => [each, { type: at % 2 === 0 ? 'output' : 'pwm', pin: `D${at}` }] as const)
  const properties = { ...Object.fromEntries(entries), Door: { type: 'input', pin: 'D30' } }
  const values = {
    ...Object.fromEntries(names.map((each, at) => [each, at % 2])),
    Property_3: 101,
    Property_4: 2,
    Door: 1,
  }
  const { device, replied, desired } = await start(bench, engine, {
    ...{ app: desiredPropertiesApplication, section: { properties }, values },
  })
  await replied('delete', Math.ceil(count / 8))
  await device.line(/W thing desired values refused: "Property_3 must be 0 to 100; Property_4 must be 0 or 1; "$/)
  assert.deepEqual(desired(), { Property_3: 101, Property_4: 2, Door: 1 })
  const duties = device.said(/^~pwm /)
  assert.equal(duties.length, count / 2 - 1, duties.join('\n'))
  assert.deepEqual(device.said(/bug|Uncaught| E /), [])
  const { vars } = await device.heldAtRest()
  if (engine.heapVars !== 'grows') assert.ok(vars < engine.heapVars * 0.6, `${vars} JsVars`)
}
