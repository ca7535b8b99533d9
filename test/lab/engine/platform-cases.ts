import assert from 'node:assert/strict'
import type { Bench } from './bench.ts'
import type { EngineCase } from './case.ts'
import { checkSet, startCloud } from './cloud.ts'
import type { GivenEngine } from './engines.ts'

const keepAliveS = 30
const idleMs = 5 * keepAliveS * 1000

/** Against the local stand-in for the Aliyun platform, booted from flash as on a board. */
export function platformCases(engines: readonly GivenEngine[]): EngineCase[] {
  const [linux] = engines
  assert.ok(linux)
  return [
    ...engines.map((engine): EngineCase => ({
      name: `platform: ready, state posted, on and off with reply 200 and one pin edge each [${engine.name}]`,
      load: 'works',
      aboutS: 3,
      run: (bench) => switchOnAndOff(bench, engine),
    })),
    ...engines.map((engine): EngineCase => ({
      name: `platform: a press of the button toggles, and is posted [${engine.name}]`,
      load: 'works',
      aboutS: 3,
      run: (bench) => pressButton(bench, engine),
    })),
    {
      name: `platform: still ready after 5 x keepAlive of idleness, and a set still works [${linux.name}]`,
      load: 'waits',
      aboutS: 155,
      run: (bench) => idleLong(bench, linux),
    },
  ]
}

async function switchOnAndOff(bench: Bench, engine: GivenEngine): Promise<void> {
  const cloud = await startCloud(bench)
  const device = bench.device({ engine, config: { port: cloud.port } })
  await device.line(/I mqtt ready$/)
  await cloud.until((event) => event.type === 'property-post' && event.params['PowerSwitch_1'] === 0)
  await cloud.until((event) => event.type === 'message' && event.text === 'hi!')
  await checkSet(cloud, device, 1)
  await checkSet(cloud, device, 0)
  assert.deepEqual(device.levels(), [0, 1, 0], 'the boot level and exactly two edges')
  assert.equal(cloud.count('property-post'), 3)
  assert.deepEqual(device.said(/ [WE] /), [])
}

async function pressButton(bench: Bench, engine: GivenEngine): Promise<void> {
  const cloud = await startCloud(bench)
  const device = bench.device({ engine, config: { port: cloud.port, button: 'D0' }, hasButton: true })
  assert.equal(await device.line(/^~watch /), '~watch D0,input_pullup,falling,true,30')
  await device.line(/I mqtt ready$/)
  await cloud.until((event) => event.type === 'property-post')
  for (const on of [1, 0]) {
    const posts = cloud.count('property-post')
    device.type('press()')
    await device.line(new RegExp(`^~pin D2 ${on}$`))
    await cloud.until((event) => event.type === 'property-post' && cloud.count('property-post') > posts)
  }
  assert.deepEqual(device.levels(), [0, 1, 0])
  await checkSet(cloud, device, 1)
  assert.deepEqual(device.said(/ [WE] /), [])
}

async function idleLong(bench: Bench, engine: GivenEngine): Promise<void> {
  const cloud = await startCloud(bench)
  const device = bench.device({ engine, config: { port: cloud.port, keepAliveS } })
  await device.line(/I mqtt ready$/)
  await checkSet(cloud, device, 1)
  await Promise.race([
    new Promise((passed) => setTimeout(passed, idleMs)),
    cloud
      .until((event) => event.type === 'offline', idleMs + 1000)
      .then((event) => assert.fail(`the device was lost: ${JSON.stringify(event)}`)),
  ])
  assert.equal(cloud.count('online'), 1)
  await checkSet(cloud, device, 0)
  assert.deepEqual(device.levels(), [0, 1, 0])
  assert.deepEqual(device.said(/ [WE] /), [])
}
