import assert from 'node:assert/strict'
import { moduleApplication } from '../../../tools/build/application.ts'
import { ensureBuilt } from '../../../tools/build/firmware.ts'
import type { Bench } from './bench.ts'
import type { EngineCase } from './case.ts'
import { startCloud, type Cloud } from './cloud.ts'
import type { Device } from './device.ts'
import type { GivenEngine } from './engines.ts'
import { startDesk, textOf } from './flash-cases.ts'

type Run = (bench: Bench, engine: GivenEngine) => Promise<void>

/** The firmware as a module of Storage, typed at the interpreter's console, and required by programs of one's own. */
export function moduleCases(engines: readonly GivenEngine[]): EngineCase[] {
  const some = engines.filter(({ name }) => name === 'linux' || name === 'esp8266')
  const on = (name: string, aboutS: number, run: Run, given = engines): EngineCase[] =>
    given.map((engine) => ({
      name: `module: ${name} [${engine.name}]`,
      load: 'waits',
      aboutS,
      run: (bench) => run(bench, engine),
    }))
  return [
    ...on(
      'typed at the console it posts, prints a set and replies 200, and what the prompt throws ends nothing',
      6,
      types,
    ),
    ...on(
      'after reset() the next program requires it anew: the first session is over, the second is ready',
      8,
      replaces,
    ),
    ...on('a program saved as .bootcde is ready with it after a power cut', 5, boots),
    ...on(
      'flashed over the console: a program of its own stays, the whole script goes, and both boards are ready',
      50,
      flashes,
      some,
    ),
    ...on('JsVars once ready, and those of the same script as .bootcde', 12, measures),
  ]
}

const buildModule = async (): Promise<string> => (await ensureBuilt('dist', moduleApplication)).script
const requires = 'var d = require("aliyun");'

interface Console {
  readonly cloud: Cloud
  readonly device: Device
}

/** A device with the module in Storage; `own` is its program. It joins a network, unless there is none to join. */
async function start(bench: Bench, engine: GivenEngine, own: string, hasWifi = true): Promise<Console> {
  const cloud = await startCloud(bench)
  const config = { port: cloud.port }
  const air = hasWifi && ({ air: 'home' } as const)
  const files = { aliyun: await buildModule() }
  const device = bench.device({ engine, script: own, files, config, ...air })
  return { cloud, device }
}

const ready = (device: Device): Promise<string> => device.line(/ I mqtt ready$/)

async function posted(cloud: Cloud, name: string, value: unknown): Promise<void> {
  await cloud.until((event) => event.type === 'property-post' && event.params[name] === value)
}

async function types(bench: Bench, engine: GivenEngine): Promise<void> {
  const { cloud, device } = await start(bench, engine, 'print("~own")')
  await device.line(/^~own$/)
  device.type(`${requires} d.onProps(print); d.postProps({ Temperature: 21 })`)
  await ready(device)
  await posted(cloud, 'Temperature', 21)
  const result = await cloud.set(1)
  assert.equal(result.outcome === 'answered' && result.reply.code, 200)
  await device.line(/^ *"params": \{ "PowerSwitch_1": 1 \}/)
  for (const wrong of [
    'd.postProps(nobody)',
    'throw "up"',
    'd.nothing()',
    'd.onProps(',
    ')',
    'd.publish("user/update", 21)',
    'd.subscribe()',
    'd.onProp(5)',
    'd.postProps(5)',
    'd.on("message")',
    'd.keepPosted(1)',
  ])
    device.type(wrong)
  device.type(
    'd.onProp(function(name){return name+" not today"}); d.subscribe("user/get"); d.postProps({ Temperature: 22 })',
  )
  await posted(cloud, 'Temperature', 22)
  await cloud.until((event) => event.type === 'subscribe' && event.topicFilter.endsWith('/user/get'))
  assert.equal((await cloud.set(0)).outcome, 'answered')
  assert.deepEqual([cloud.count('online'), device.said(/ [WE] |MEMORY/)], [1, []])
  device.type('print("~"+[Modules.getCached().indexOf("aliyun")>=0,require("aliyun")===d])')
  await device.line(/^~true,true$/)
}

async function replaces(bench: Bench, engine: GivenEngine): Promise<void> {
  const { cloud, device } = await start(bench, engine, 'print("~own")')
  await device.line(/^~own$/)
  for (const value of [1, 2]) {
    device.type('reset()')
    await device.line(/espruino\.com|^ ____/)
    // As the Web IDE sends a program: functions and values of its own, which the module must not touch.
    device.type(`var a=${value},b="mine",e=function(){return a}; ${requires}`)
    device.type('d.on("connect",function(){d.postProps({ Program: e() })})')
    await ready(device)
    await posted(cloud, 'Program', value)
    device.type('print("~"+[a,b,typeof t,typeof w])')
    await device.line(new RegExp(`^~${value},mine,undefined,undefined$`))
  }
  const order = cloud.events.flatMap(({ type }) => (type === 'online' || type === 'offline' ? [type] : []))
  assert.deepEqual(order, ['online', 'offline', 'online'])
  assert.deepEqual(device.said(/ [WE] |MEMORY|Uncaught/), [])
}

async function boots(bench: Bench, engine: GivenEngine): Promise<void> {
  const own = `${requires}d.keepPosted(function(){return d.toJson({ On: 1 })});d.onProps(function(m){print("~got "+d.toJson(m.params))})`
  const { cloud, device } = await start(bench, engine, own)
  await ready(device)
  await posted(cloud, 'On', 1)
  const result = await cloud.set(1)
  assert.equal(result.outcome === 'answered' && result.reply.code, 200)
  await device.line(/^~got \{"PowerSwitch_1":1\}$/)
}

async function flashes(bench: Bench, engine: GivenEngine): Promise<void> {
  for (const [script, stays] of [
    [`${requires}print("~own")`, true],
    [bench.firmware.script, false],
  ] as const) {
    const cloud = await startCloud(bench)
    const { cable, flash } = await startDesk(bench, engine, cloud.port, Buffer.from(script))
    await flash('--module', '--yes')
    assert.equal(textOf(cable, 'aliyun'), await buildModule())
    assert.equal(textOf(cable, '.bootcde'), stays ? script : '')
    // Without a handler a property is unknown.
    const result = await cloud.set(1)
    assert.equal(result.outcome === 'answered' && result.reply.code, 460)
    await cable.stop()
  }
}

async function measures(bench: Bench, engine: GivenEngine): Promise<void> {
  const empty = bench.device({ engine, script: 'print("~empty")', config: 'none' })
  await empty.line(/^~empty/)
  const before = await empty.heldAtRest()
  await empty.stop()
  const held = async (script: string): Promise<number> => {
    const { device } = await start(bench, engine, script, false)
    await ready(device)
    const { vars } = await device.heldAtRest()
    await device.stop()
    return vars - before.vars
  }
  bench.figure(`module.jsVars.${engine.name}`, await held(requires))
  bench.figure(`module.asBootcde.jsVars.${engine.name}`, await held(`var exports={};${await buildModule()}`))
}
