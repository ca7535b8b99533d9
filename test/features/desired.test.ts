import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { desiredSwitchApplication, readApplication } from '../../tools/build/application.ts'
import type { JsonObject } from '../../tools/cloud/model/json.ts'
import { ensureBuilt } from '../../tools/build/firmware.ts'
import { CloudBench, plug } from '../rig/cloud-bench.ts'
import type { Device, DeviceOptions } from '../rig/device.ts'
import { cloudHost, cloudPort, deviceJson, type DeviceJson } from '../rig/identity.ts'
import { assertKept } from '../rig/invariants.ts'

const { script: asking } = await ensureBuilt('dist', desiredSwitchApplication)
const { script: own } = await ensureBuilt('dist', readApplication('test/features/apps/desired.ts'))

const name = 'PowerSwitch_1'
const config: DeviceJson = { ...deviceJson(), switches: { [name]: { pin: 'D2', button: 'D0' } }, desired: true }

/** A board and the platform. */
class Stage {
  private constructor(
    readonly cloud: CloudBench,
    readonly device: Device,
  ) {}

  static async start(t: TestContext, options: DeviceOptions = { app: asking, config }): Promise<Stage> {
    const cloud = await CloudBench.start(t)
    return new Stage(cloud, cloud.device(options))
  }

  get level(): 0 | 1 | undefined {
    return this.device.board.pin('D2')
  }

  /** How often the platform replied to `get` or `delete`, and with which codes. */
  codes(verb: 'get' | 'delete'): number[] {
    return this.cloud
      .seen('replied')
      .flatMap(({ topicName, code }) => (topicName.endsWith(`/desired/${verb}`) ? [code] : []))
  }

  /** The desired values that are on the platform. */
  desired(): Record<string, unknown> {
    const values = Object.entries(this.cloud.platform.desired(plug)).map(([key, { value }]) => [key, value] as const)
    return Object.fromEntries(values.filter(([, value]) => value !== undefined))
  }

  set(values: JsonObject): void {
    assert.equal(this.cloud.platform.setDesired(plug, values).outcome, 'changed')
  }

  /** Has the oracle know that somebody wants this level. */
  wants(value: 0 | 1): void {
    this.device.oracle.pressed(name, value)
  }

  async press(value: 0 | 1): Promise<void> {
    this.wants(value)
    this.device.board.press('D0')
    await this.cloud.clock.run(500)
    assert.equal(this.level, value)
  }

  /** Ends the connection, does something meanwhile, and waits until all that follows the next one is through. */
  async away(meanwhile: () => void = () => undefined): Promise<void> {
    const { cloud, device } = this
    const { readies } = device.log
    cloud.network.script(cloudHost, cloudPort, 'refused')
    cloud.platform.drop(plug)
    await cloud.clock.run(3_000)
    meanwhile()
    cloud.network.script(cloudHost, cloudPort, 'open')
    await cloud.clock.until(() => device.log.readies > readies, 90_000)
    await cloud.clock.run(6_000)
  }

  /** What the application says that it took. */
  took(): string[] {
    return this.device.log.lines.flatMap(({ text }) => (text.startsWith('took ') ? [text.slice(5)] : []))
  }
}

test('what was set while the board was off comes true once, after ready, is posted, and removed by its version', async (t) => {
  const stage = await Stage.start(t)
  const { cloud, device } = stage
  stage.set({ [name]: 0 })
  stage.set({ [name]: 1 })
  stage.wants(1)
  let edgeAt = 0
  device.onEdge = ({ value }) => (edgeAt = value === 1 ? cloud.clock.now() : edgeAt)
  await cloud.bootReady(device)
  assert.deepEqual([stage.level, device.oracle.edges, stage.desired()], [1, 1, {}])
  assert.ok(edgeAt > device.log.with('I mqtt ready')[0]!.at)
  assert.equal(cloud.seen('property-post').at(-1)?.params[name], 1)
  assert.deepEqual([stage.codes('get'), stage.codes('delete')], [[200], [200]])
  assert.equal(cloud.seen('set-reply').length, 0)
  await stage.press(0)
  await stage.away()
  assert.deepEqual([stage.level, stage.codes('get'), stage.codes('delete')], [0, [200, 200], [200]])
  assertKept(device)
})

test('what was set online is removed, too: what a button or a set changed since holds over the next connect', async (t) => {
  const stage = await Stage.start(t)
  const { cloud, device } = stage
  await cloud.bootReady(device)
  for (const value of [1, 0, 1]) stage.set({ [name]: value })
  await cloud.clock.run(4_000)
  assert.deepEqual([stage.level, stage.desired(), stage.codes('get').length, stage.codes('delete')], [1, {}, 2, [200]])
  await stage.press(0)
  await stage.away()
  assert.equal(stage.level, 0)
  await cloud.set(1)
  await cloud.clock.run(4_000)
  assert.deepEqual(stage.codes('delete'), [200], 'a plain set left nothing to remove')
  // The link is lost before anything could be removed: this session knows that it was taken.
  stage.set({ [name]: 1 })
  stage.set({ [name]: 0 })
  await cloud.clock.run(300)
  await stage.press(1)
  await stage.away()
  assert.deepEqual([stage.level, stage.desired()], [1, {}])
  stage.wants(0)
  await stage.away(() => stage.set({ [name]: 0 }))
  assert.equal(stage.level, 0)
  assertKept(device)
})

test('a newer value that is set while an older one is on its way is neither undone nor removed unseen', async (t) => {
  const stage = await Stage.start(t)
  const { cloud, device } = stage
  stage.set({ [name]: 1 })
  let isFirst = true
  cloud.platform.onEvent((event) => {
    if (event.type !== 'replied' || !event.topicName.endsWith('/desired/get') || !isFirst) return
    isFirst = false
    // Goes out before the reply, which has the old value.
    stage.set({ [name]: 0 })
  })
  await cloud.bootReady(device)
  assert.deepEqual([stage.level, device.oracle.edges, stage.desired()], [0, 0, {}])
  assertKept(device)
})

test('the usual script asks for nothing, and refuses a device.json that wants it to', async (t) => {
  const { desired: _not, ...usual } = config
  const stage = await Stage.start(t, { config: usual })
  stage.set({ [name]: 1 })
  await stage.cloud.bootReady(stage.device)
  assert.deepEqual([stage.level, stage.codes('get'), stage.desired()], [0, [], { [name]: 1 }])
  const refusing = stage.cloud.device({ config })
  refusing.board.boot()
  await stage.cloud.clock.run(1_000)
  assert.equal(refusing.log.with('desired is unknown to this script: npm run flash').length, 1)
  assert.equal(refusing.board.pin('D2'), undefined)
  const wrong = stage.cloud.device({ app: asking, config: { ...config, desired: false as unknown as true } })
  wrong.board.boot()
  await stage.cloud.clock.run(1_000)
  assert.equal(wrong.log.with('config-invalid desired false, wanted true').length, 1)
})

test('an application of one\u2019s own: rules and handlers judge each value by itself; what is refused stays and is named once', async (t) => {
  const stage = await Stage.start(t, { app: own })
  const { cloud, device } = stage
  stage.set({ Level: 101, Mode: 'auto', Scene: { night: 1 }, Many_19: 1, Many_3: 2, Other: 1 })
  await cloud.bootReady(device)
  assert.deepEqual(stage.took(), ['Mode "auto"', 'Scene of desired {"night":1}', 'Many_19 1'])
  assert.deepEqual(stage.desired(), { Level: 101, Many_3: 2, Other: 1 })
  assert.deepEqual(stage.codes('get'), [200, 200, 200], '23 names in three parts of 8')
  const refused = () => device.log.with('W thing desired values refused').map(({ text }) => text.replace(/^\S+ /, ''))
  assert.deepEqual(refused(), ['W thing desired values refused: "Level must be int 0 100; Many_3 must be bool; "'])
  await stage.away()
  assert.equal(refused().length, 1)
  await stage.away(() => stage.set({ Level: 50, Mode: 'throws', Scene: { day: 1 } }))
  assert.deepEqual(stage.took().slice(3), ['Level 50'])
  assert.deepEqual(stage.desired(), { Mode: 'throws', Scene: { day: 1 }, Many_3: 2, Other: 1 })
  assert.deepEqual(refused().slice(1), [
    'W thing desired values refused: "failed; Scene wants night; Many_3 must be bool; "',
  ])
  assert.equal(device.log.with('E app bug Error: as asked').length, 1)
  // A set of several: what the application took of it is removed, what it refused is not.
  stage.set({ Level: 7, Mode: 'off', Scene: { night: 0 }, Many_3: 0 })
  await cloud.clock.run(4_000)
  assert.deepEqual(stage.desired(), { Mode: 'off', Other: 1 })
})

test('a long value that differs at its end alone from the one that was taken is another one, and comes true', async (t) => {
  const stage = await Stage.start(t, { app: own })
  const { cloud } = stage
  await cloud.bootReady(stage.device)
  const scene = (x: number): JsonObject => ({ night: 'n'.repeat(50), x })
  stage.set({ Scene: scene(1) })
  await cloud.clock.run(300)
  await stage.away(() => stage.set({ Scene: scene(2) }))
  assert.deepEqual(
    stage.took().map((line) => line.replace(/^Scene of \S+ /, '')),
    [scene(1), scene(2)].map((each) => JSON.stringify(each)),
  )
  assert.deepEqual(stage.desired(), {})
})
