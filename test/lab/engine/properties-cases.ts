import assert from 'node:assert/strict'
import { propertiesApplication } from '../../../tools/build/application.ts'
import { ensureBuilt } from '../../../tools/build/firmware.ts'
import { replyToPosts } from '../../apps/post-replies.ts'
import { pageOf } from '../../firmware/support/journal.ts'
import { listenAsPeer, type TcpPeer } from '../../peer/tcp-peer.ts'
import type { Bench } from './bench.ts'
import type { EngineCase } from './case.ts'
import { deviceJson } from './device-config.ts'
import type { Device } from './device.ts'
import type { GivenEngine } from './engines.ts'

/** Runs before the script: records PWM and modes, and stands for pins that the Linux build cannot read or watch. */
const pins = `var level=1,share=0.5,change;
global.analogWrite=function(p,v,o){print("~pwm "+p+" "+v+" "+o.freq)};
global.pinMode=function(p,m){print("~mode "+p+" "+m)};
global.digitalRead=function(){return level};
global.analogRead=function(){return share};
global.setWatch=function(f,p,o){print("~watch "+[p,o.repeat,o.edge,o.debounce]);change=function(v){level=v;f({pin:p,state:!!v})}};
`

const section = {
  Lamp: { type: 'output', pin: 'D4', activeHigh: false, atBoot: 'restore' },
  Dimmer: { type: 'pwm', pin: 'D5', atBoot: 'restore' },
  Fan: { type: 'pwm', pin: 'D6', min: -1, max: 3, freqHz: 50, atBoot: 'on' },
  Door: { type: 'input', pin: 'D14', pull: 'down', activeHigh: false },
  Soil: { type: 'analog', pin: 'D12', min: 100, max: 0, decimals: 1, leastS: 1 },
} as const

type Run = (rig: Rig) => Promise<void>

interface Rig {
  readonly bench: Bench
  readonly engine: GivenEngine
  readonly peer: TcpPeer['peer']
  start(saved?: string): Device
  /** Sets, and waits for the reply. */
  set(params: object): Promise<{ code: number; message?: string }>
  /** Waits for a post in which a property has this value. */
  posted(name: string, value: unknown): Promise<void>
}

/** The application of properties in the real engine. */
export function propertiesCases(engines: readonly GivenEngine[]): EngineCase[] {
  const some = engines.filter(({ name }) => name === 'linux' || name === 'esp8266')
  const on = (name: string, run: Run): EngineCase[] =>
    some.map((engine) => ({
      name: `properties: ${name} [${engine.name}]`,
      load: 'works',
      aboutS: 6,
      run: async (bench) => run(await rigFor(bench, engine)),
    }))
  return [
    ...on('boot levels, modes and watches are as configured, before anything else', comesUp),
    ...on('a saved value comes back as level and as duty', restores),
    ...on('right sets drive level and duty, wrong ones are refused by name and drive nothing', sets),
    ...on('an input is posted at each change, an analog input outside its dead band', reads),
    ...on('32 properties of all types fit, and what is wrong with a section is told in one run', fits),
  ]
}

async function rigFor(bench: Bench, engine: GivenEngine): Promise<Rig> {
  const { peer, port, close } = await listenAsPeer()
  bench.atEnd(() => close())
  replyToPosts(peer)
  const { script } = await ensureBuilt('dist', propertiesApplication)
  let count = 0
  const json = (topicEnd: string): { id: string; params?: Record<string, unknown>; code: number; message?: string }[] =>
    peer.received.flatMap(({ packet }) =>
      packet.type === 'publish' && packet.topicName.endsWith(topicEnd) ? [JSON.parse(packet.payload.toString())] : [],
    )
  const until = async (has: () => boolean): Promise<void> => {
    const deadline = performance.now() + 15_000
    while (!has()) {
      assert.ok(performance.now() < deadline, `not within 15 s: ${String(has)}`)
      await new Promise((wake) => setTimeout(wake, 20))
    }
  }
  return {
    ...{ bench, engine, peer },
    start: (saved) =>
      bench.device({
        ...{ engine, script, files: { '.boot1': pins } },
        config: configWith(port, section),
        ...(saved !== undefined && { saved: [pageOf(saved)] }),
      }),
    async set(params) {
      const id = `99${(count += 1)}`
      peer.current.set(id, params)
      const reply = () => json('/property/set_reply').find((each) => each.id === id)
      await until(() => reply() !== undefined)
      return reply() ?? { code: 0 }
    },
    posted: (name, value) => until(() => json('/property/post').some(({ params = {} }) => params[name] === value)),
  }
}

function configWith(port: number, properties: object): Buffer {
  const { switches: _none, ...config } = JSON.parse(deviceJson({ port }).toString()) as Record<string, unknown>
  return Buffer.from(JSON.stringify({ ...config, properties }))
}

const pinLines = (device: Device): string[] => device.said(/^~(pin|pwm|mode|watch) /)

async function comesUp({ start }: Rig): Promise<void> {
  const device = start()
  await device.line(/I boot /)
  assert.deepEqual(pinLines(device), [
    ...['~pin D4 1', '~pin D5 0', '~pin D6 1'].map((line) => line.replace(' D', ' D')),
    '~mode D14 input_pulldown',
    '~watch D14,true,both,30',
  ])
  assert.deepEqual(device.said(/ W properties/).length, 1)
}

async function restores({ start, posted }: Rig): Promise<void> {
  const device = start('"Lamp":1,"Dimmer":25')
  await device.line(/I mqtt ready$/)
  assert.deepEqual(pinLines(device).slice(0, 2), ['~pin D4 0', '~pwm D5 0.25 1000'])
  assert.deepEqual(device.said(/ [WE] /), [])
  await posted('Dimmer', 25)
}

async function sets({ start, set, posted, peer }: Rig): Promise<void> {
  const device = start('"Lamp":0,"Dimmer":0')
  await device.line(/I mqtt ready$/)
  const before = pinLines(device).length
  assert.equal((await set({ Lamp: 1, Dimmer: 40, Fan: 0.5 })).code, 200)
  assert.equal((await set({ Dimmer: 100 })).code, 200)
  await posted('Dimmer', 100)
  const right = ['~pin D4 0', '~pwm D5 0.4 1000', '~pwm D6 0.375 50', '~pwm D5 1 1000', '~pin D5 1', '~pin D5 1']
  assert.deepEqual(pinLines(device).slice(before), right)
  const wrong = await set({ Lamp: 2, Dimmer: 100.5, Fan: '1', Door: 1 })
  assert.deepEqual(
    [wrong.code, wrong.message],
    [460, 'Lamp must be 0 or 1; Dimmer must be 0 to 100; Fan must be -1 to 3; Door is read-only; '],
  )
  assert.equal((await set({ Soil: 1, constructor: 1 })).message, 'Soil is read-only; constructor is unknown; ')
  assert.deepEqual(pinLines(device).slice(before), right)
  assert.equal(device.saved(), '"Lamp":1,"Dimmer":0')
  assert.deepEqual(device.said(/bug|Uncaught/), [])
  peer.assertStrict()
}

async function reads({ start, posted }: Rig): Promise<void> {
  const device = start('"Lamp":0,"Dimmer":0')
  await device.line(/I mqtt ready$/)
  await posted('Soil', 50)
  await posted('Door', 0)
  device.type('change(0)')
  await posted('Door', 1)
  device.type('share=0.505;change(1)')
  await posted('Door', 0)
  device.type('share=0.2468')
  await posted('Soil', 75.3)
  device.type('share=NaN')
  device.type('change(0)')
  assert.deepEqual(device.said(/bug|Uncaught/), [])
}

async function fits({ bench, engine }: Rig): Promise<void> {
  const { peer, port, close } = await listenAsPeer()
  bench.atEnd(() => close())
  replyToPosts(peer)
  const { script } = await ensureBuilt('dist', propertiesApplication)
  const each = Object.values(section)
  const many = Array.from({ length: 32 }, (_, at) => [`Property_${at}`, { ...each[at % 5], pin: `D${at}` }])
  const device = bench.device({
    ...{ engine, script, files: { '.boot1': pins } },
    config: configWith(port, Object.fromEntries(many)),
  })
  await device.line(/I mqtt ready$/)
  const { vars } = await device.heldAtRest()
  if (engine.heapVars !== 'grows') {
    const free = Math.round((1000 * (engine.heapVars - vars)) / engine.heapVars) / 10
    bench.figure(`properties32FreePercent.${engine.name}`, free)
    assert.ok(free > 20, `${free} % of the heap is free`)
  }
  const wrong = {
    A: { type: 'servo', pin: 'D1' },
    B: { type: 'pwm', pin: 'D2', min: 5, max: 5 },
    C: { type: 'output', pin: 'D99', min: 1 },
    ['x'.repeat(51)]: { type: 'input', pin: 'D2' },
  }
  const refused = bench.device({ engine, script, config: configWith(port, wrong) })
  await refused.line(/x\.pin "D2" is taken by B/)
  assert.equal(refused.said(/E boot config-invalid properties\./).length, 6, refused.said(/./).join('\n'))
  assert.deepEqual(refused.levels('D2'), [])
}
