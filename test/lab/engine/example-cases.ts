import assert from 'node:assert/strict'
import { AppRig } from './app-rig.ts'
import type { Bench } from './bench.ts'
import type { EngineCase } from './case.ts'
import type { GivenEngine } from './engines.ts'
import { worlds, type ExampleName } from './example-worlds.ts'

type Run = (rig: AppRig) => Promise<void>

/** The examples of apps/, each started from flash: ready, its property posted, a set acted upon, pins as they must be. */
export function exampleCases(engines: readonly GivenEngine[]): EngineCase[] {
  const some = engines.filter(({ name }) => name === 'esp32' || name === 'esp8266')
  const on = (example: ExampleName, what: string, aboutS: number, run: Run, timeScale = 1): EngineCase[] =>
    some.map((engine) => ({
      name: `examples: ${what} [${engine.name}]`,
      load: 'works',
      aboutS,
      run: (bench) => runIn(bench, engine, example, timeScale, run),
    }))
  return [
    ...on('dimmer', 'the dimmer is off at boot, fades, and refuses what is out of range', 8, dimmer),
    ...on(
      'door-contact',
      'the door contact posts at connect and when the door moves, and drives no pin',
      6,
      doorContact,
    ),
    ...on(
      'soil-moisture',
      'the pump runs for its time at a set of 1, then rests, and soil that is too dry is told',
      12,
      soilMoisture,
      10,
    ),
    ...on('schedule', 'the schedule switches in its minute, and the countdown turns the switch over', 20, schedule, 10),
    ...on(
      'thermometer',
      'the thermometer posts what a DS18B20 says, and nothing where it says nonsense',
      10,
      thermometer,
      5,
    ),
  ]
}

async function runIn(bench: Bench, engine: GivenEngine, example: ExampleName, timeScale: number, run: Run) {
  const { file, around } = worlds[example]
  const clock = example === 'schedule' ? { timeMs: morningMs } : {}
  const rig = await AppRig.start(bench, { engine, app: file, around, timeScale, ...clock })
  await rig.ready()
  await run(rig)
  assert.deepEqual(rig.device.said(/Uncaught| E /), [])
  rig.peer.assertStrict()
}

/** Sends a set, and returns the code of its reply. */
const codeOf = async (rig: AppRig, params: object): Promise<number> => (await rig.reply(rig.set(params))).code

async function dimmer(rig: AppRig): Promise<void> {
  await rig.post('LightSwitch', 0)
  assert.deepEqual(rig.device.said(/^~p/), ['~pin D4 0'])
  for (const params of [{ Brightness: 101 }, { Brightness: '5' }, { LightSwitch: 2 }, { Lamp: 1 }])
    assert.equal(await codeOf(rig, params), 460, JSON.stringify(params))
  assert.deepEqual(rig.device.said(/^~p/), ['~pin D4 0'], 'no pin moved')
  assert.equal(await codeOf(rig, { LightSwitch: 1, Brightness: 20 }), 200)
  await rig.device.line(/^~pwm D4 0\.20 1000$/)
  await rig.post('Brightness', 20)
  assert.equal(await codeOf(rig, { LightSwitch: 0 }), 200)
  await rig.device.line(/^~pwm D4 0\.00 1000$/)
  assert.equal(rig.device.said(/^~pwm/).length, 40)
}

/** 07:29:30 in China; the board's own clock runs as ever, its timers ten times as fast. */
const morningMs = Date.UTC(2026, 10, 30, 7 - 8, 29, 30)

async function schedule(rig: AppRig): Promise<void> {
  await rig.post('PowerSwitch_1', 0)
  assert.equal(await codeOf(rig, { Schedule: '7 on' }), 460)
  assert.equal(await codeOf(rig, { Schedule: '07:30 on' }), 200)
  assert.deepEqual(rig.device.levels('D4'), [0])
  await rig.device.line(/^~pin D4 1$/, 45_000)
  await rig.post('PowerSwitch_1', 1)
  assert.equal(await codeOf(rig, { CountDown: 20 }), 200)
  await rig.device.line(/^~pin D4 0$/)
  await rig.post('CountDown', 0)
}

async function doorContact(rig: AppRig): Promise<void> {
  await rig.post('DoorOpen', 0)
  assert.deepEqual(rig.device.said(/^~(mode|watch)/), ['~mode D14 input_pullup', '~watch D14,both,true,30'])
  rig.device.type('move(1)')
  await rig.device.line(/ I door open$/)
  await rig.post('DoorOpen', 1)
  assert.equal(await codeOf(rig, { DoorOpen: 0 }), 460)
  assert.deepEqual(rig.device.said(/^~p/), [])
}

async function soilMoisture(rig: AppRig): Promise<void> {
  await rig.post('SoilMoisture', 50)
  for (const Pump of [2, true, '1']) assert.equal(await codeOf(rig, { Pump }), 460)
  assert.deepEqual(rig.device.levels('D4'), [0])
  assert.equal(await codeOf(rig, { Pump: 1 }), 200)
  await rig.post('Pump', 1)
  await rig.device.line(/^~pin D4 1$/)
  await rig.device.line(/^~pin D4 0$/)
  const runS = (rig.device.lastAt(/^~pin D4 0$/) - rig.device.lastAt(/^~pin D4 1$/)) / 1000
  // A tenth of 3 s: so much faster the timers run.
  assert.ok(runS > 0.25 && runS < 0.8, `the pump ran for ${runS} s`)
  assert.equal(await codeOf(rig, { Pump: 1 }), 460, 'it rests')
  rig.device.type('volts=0.7')
  const { packet } = await rig.peer.next('publish', { where: ({ topicName }) => topicName.endsWith('/user/update') })
  assert.equal(packet.payload.toString(), 'too dry: 22 %')
  await rig.post('SoilMoisture', 22)
  assert.deepEqual(rig.device.levels('D4'), [0, 1, 0])
}

async function thermometer(rig: AppRig): Promise<void> {
  await rig.post('Temperature', 21.4)
  rig.device.type('pad[0]=0x5e;pad[1]=0xff;seal()')
  await rig.post('Temperature', -10.1)
  rig.device.type('pad[8]^=1')
  await rig.device.line(/ W app no temperature$/)
  rig.device.type('pad.fill(0)')
  await rig.device.line(/ W app no temperature$/)
  assert.deepEqual(rig.device.levels(), [])
}
