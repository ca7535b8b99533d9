import assert from 'node:assert/strict'
import { isNamed, mistakes, mistakesFile, much, uncaught, type Mistake } from '../../apps/mistakes/expected.ts'
import { buildExample } from '../../apps/sdk-example.ts'
import { readTslFile } from '../../../tools/thing-model/tsl-file.ts'
import { readApplication } from '../../../tools/build/application.ts'
import { ensureBuilt } from '../../../tools/build/firmware.ts'
import { AppRig } from './app-rig.ts'
import type { Bench } from './bench.ts'
import type { EngineCase } from './case.ts'
import { startCloud } from './cloud.ts'
import { identity } from './device-config.ts'
import type { GivenEngine } from './engines.ts'

type Run = (bench: Bench, engine: GivenEngine) => Promise<void>

/** Applications other than the switch: ours, the official SDK's examples, and one full of mistakes. */
export function appCases(engines: readonly GivenEngine[]): EngineCase[] {
  const some = engines.filter(({ name }) => name === 'linux' || name === 'esp8266')
  const on = (given: readonly GivenEngine[], name: string, aboutS: number, run: Run): EngineCase[] =>
    given.map((engine) => ({
      name: `app: ${name} [${engine.name}]`,
      load: 'works',
      aboutS,
      run: (bench) => run(bench, engine),
    }))
  const mistake = (each: Mistake): EngineCase[] =>
    on(
      some,
      `the mistake "${each.name}" is named with its place, and the link lives or recovers`,
      20,
      (bench, engine) => makes(bench, engine, each),
    )
  return [
    ...on(some, 'the thermometer posts at once and what has changed, as its thing model wants it', 6, thermometer),
    ...on(some, 'the tutorial says hi!, prints user/get and each set, and replies with its id', 5, tutorial),
    ...on(some, "the official SDK's quick start runs with import and credentials changed", 10, quickStart),
    ...on(some, "the official SDK's properties get their reply, and a set arrives", 10, properties),
    ...mistakes.flatMap(mistake),
    ...on(some, 'a post of 100 KB is refused, or ends as bug, and the link lives or recovers', 30, postsMuch),
    ...on(some, 'what listeners and the top level throw is named with its place, and the link lives', 8, throws),
  ]
}

async function thermometer(bench: Bench, engine: GivenEngine): Promise<void> {
  const { script } = await ensureBuilt('dist', readApplication('apps/thermometer/thermometer.ts'))
  const cloud = await startCloud(bench, { product: readTslFile('apps/thermometer/model.json') })
  const device = bench.device({ engine, script, config: { port: cloud.port }, timeScale: 10, degrees: 20 })
  const posts = () => cloud.events.flatMap((event) => (event.type === 'property-post' ? [event] : []))
  const posted = (value: number) =>
    cloud.until((event) => event.type === 'property-post' && event.params['Temperature'] === value)
  await posted(20)
  device.type('degrees=20.3')
  await device.line(/^~read 20.3$/)
  await device.line(/^~read 20.3$/)
  device.type('degrees=21.07')
  await posted(21.1)
  assert.deepEqual(
    posts().map(({ params, unknown, failed }) => [params['Temperature'], unknown, failed]),
    [20, 21.1].map((value) => [value, [], {}]),
  )
  assert.deepEqual([device.levels(), device.said(/ [WE] |Uncaught/)], [[], []])
}

async function tutorial(bench: Bench, engine: GivenEngine): Promise<void> {
  const rig = await AppRig.start(bench, { engine, app: 'apps/tutorial/tutorial.ts' })
  await rig.ready()
  const { packet } = await rig.peer.next('publish')
  assert.deepEqual(
    [packet.topicName, packet.payload.toString()],
    [`/${identity.productKey}/${identity.deviceName}/user/update`, 'hi!'],
  )
  rig.message('user/get', 'hello')
  await rig.device.line(/^\/.*\/user\/get hello$/)
  const id = rig.set({ PowerSwitch_1: 0 })
  await rig.device.line(/^property set \{"PowerSwitch_1":0\}$/)
  assert.deepEqual(await rig.reply(id), { id, code: 200, data: {} })
  assert.deepEqual(rig.device.levels(), [])
  rig.peer.assertStrict()
}

const exampleOf = (name: string) => (port: number) => buildExample(name, { ...identity, host: '127.0.0.1', port })

async function quickStart(bench: Bench, engine: GivenEngine): Promise<void> {
  const rig = await AppRig.start(bench, { engine, app: exampleOf('quick-start.js') })
  await rig.device.line(/^connected$/)
  const { packet } = await rig.peer.next('publish')
  assert.equal(packet.payload.toString(), 'hello world!')
  rig.message('get', 'to the device')
  await rig.device.line(/^\/.*\/get to the device$/)
  rig.peer.assertStrict()
}

async function properties(bench: Bench, engine: GivenEngine): Promise<void> {
  const rig = await AppRig.start(bench, { engine, app: exampleOf('properties.js') })
  await rig.ready()
  await rig.post('LightSwitch', 0)
  await rig.device.line(/^postProps: \{/)
  const id = rig.set({ LightSwitch: 1 })
  await rig.device.line(/^onProps \{/)
  assert.equal((await rig.reply(id)).code, 200)
  rig.peer.assertStrict()
}

/** A set is answered and its value posted, no pin was touched, no limit broken. */
async function assertAlive(rig: AppRig): Promise<void> {
  const id = rig.set({ Light: 7 })
  assert.equal((await rig.reply(id, 30_000)).code, 200)
  await rig.post('Light', 7, 30_000)
  assert.deepEqual(rig.device.levels(), [])
  rig.assertLimits()
}

async function makes(bench: Bench, engine: GivenEngine, mistake: Mistake): Promise<void> {
  const rig = await AppRig.start(bench, { engine, app: mistakesFile })
  await rig.ready()
  const id = rig.set({ Mistake: mistake.name })
  assert.equal((await rig.reply(id, 30_000)).code, mistake.code)
  if (mistake.says !== undefined) await rig.device.line(mistake.says)
  await assertAlive(rig)
  assert.ok(isNamed(rig.lines(), mistake), rig.lines().join('\n'))
}

/** On a heap that it does not fit in, memory runs out: the attempt ends, and the next one is ready. */
async function postsMuch(bench: Bench, engine: GivenEngine): Promise<void> {
  const rig = await AppRig.start(bench, { engine, app: mistakesFile })
  await rig.ready()
  rig.set({ Mistake: much.name })
  if (engine.heapVars === 'grows') await rig.device.line(much.says!)
  else {
    await rig.device.line(/ E link bug .*MEMORY/)
    await rig.device.line(/ I mqtt ready$/, 30_000)
  }
  await assertAlive(rig)
}

async function throws(bench: Bench, engine: GivenEngine): Promise<void> {
  const rig = await AppRig.start(bench, { engine, app: mistakesFile, files: { mistake: 'start' } })
  await rig.ready()
  rig.message('user/get', 'hello')
  await assertAlive(rig)
  for (const each of Object.values(uncaught)) assert.ok(isNamed(rig.lines(), each), rig.lines().join('\n'))
}
