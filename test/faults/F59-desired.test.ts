import assert from 'node:assert/strict'
import { test } from 'node:test'
import { desiredSwitchApplication } from '../../tools/build/application.ts'
import { ensureBuilt } from '../../tools/build/firmware.ts'
import { publish, type PeerConnection } from '../peer/scripted-peer.ts'
import { Bench, settleMs } from '../rig/bench.ts'
import type { Habit } from '../rig/device.ts'
import { faultsAs } from '../rig/in-place-of-switch.ts'
import { deviceJson } from '../rig/identity.ts'
import { assertKept } from '../rig/invariants.ts'

const { script: app } = await ensureBuilt('dist', desiredSwitchApplication)
const config = { ...deviceJson(), switches: { PowerSwitch_1: { pin: 'D2', button: 'D0' } }, desired: true } as const

/** A switch that asks for desired values, and a platform that has some. */
class Desk {
  readonly bench: Bench
  readonly gets: { readonly id: string; readonly connection: PeerConnection }[] = []
  readonly deletes: unknown[] = []
  /** What `get` returns, and how often; undefined: nothing is replied. */
  data: unknown = {}
  times = 1
  deleteCode = 200

  constructor(habit: Habit, seed: string) {
    this.bench = new Bench({ habit, app, config, seed })
    this.listen()
  }

  reply(connection: PeerConnection, verb: 'get' | 'delete', message: object): void {
    const { productKey, deviceName } = connection.device
    const topicName = `/sys/${productKey}/${deviceName}/thing/property/desired/${verb}_reply`
    connection.send(publish({ topicName, payload: JSON.stringify({ ...message, version: '1.0' }) }))
  }

  /** A new session, after what is done without one. */
  reconnect(meanwhile: () => void = () => undefined): void {
    const { bench } = this
    bench.answers('refused')
    bench.connection.rst()
    bench.pass(1_000)
    meanwhile()
    bench.answers('open')
    bench.untilReady(150_000)
    bench.pass(settleMs)
  }

  /** Somebody wants this level. */
  wants(value: number): void {
    this.bench.device.oracle.pressed('PowerSwitch_1', value)
  }

  press(value: number): void {
    this.wants(value)
    this.bench.press('D0')
    assert.equal(this.bench.level, value)
  }

  assertInvariants(): void {
    const { bench } = this
    this.data = {}
    this.times = 1
    this.deleteCode = 200
    bench.heal()
    this.listen()
    bench.untilReady(100_000)
    bench.pass(settleMs)
    bench.roundTrip()
    bench.pass(settleMs)
    assertKept(bench.device)
    bench.peer.assertStrict()
  }

  private listen(): void {
    this.bench.peer.on('publish', (connection, packet) => {
      connection.answer(packet)
      const [, verb] = /\/thing\/property\/desired\/(get|delete)$/.exec(packet.topicName) ?? []
      if (verb === undefined) return
      const { id, params } = JSON.parse(packet.payload.toString()) as { id: string; params: unknown }
      if (verb === 'delete') {
        this.deletes.push(params)
        return this.reply(connection, 'delete', { id, code: this.deleteCode, data: {} })
      }
      this.gets.push({ id, connection })
      const times = this.data === undefined ? 0 : this.times
      for (let i = 0; i < times; i++) this.reply(connection, 'get', { id, code: 200, data: this.data })
    })
  }
}

const on = { PowerSwitch_1: { value: 1, version: 3 } }
const removal = { PowerSwitch_1: { version: 3 } }

function fault(name: string, body: (desk: Desk, bench: Bench) => void): void {
  for (const habit of ['esp32', 'esp8266'] as const)
    test(`F59 ${name} (${habit})`, { skip: faultsAs !== 'switch' }, () => {
      const desk = new Desk(habit, name)
      body(desk, desk.bench)
      desk.assertInvariants()
    })
}

fault(
  'the reply to get is lost: asked again twice, then in the next session, where it comes true once',
  (desk, bench) => {
    desk.data = undefined
    bench.bootReady()
    bench.pass(60_000)
    assert.equal(desk.gets.length, 3)
    desk.data = on
    desk.wants(1)
    desk.reconnect()
    assert.deepEqual([bench.level, bench.device.oracle.edges, desk.gets.length], [1, 1, 4])
    assert.deepEqual(desk.deletes, [removal])
  },
)

fault(
  'the reply is doubled, late, of an old session, or of nobody: no second edge, none that is stale',
  (desk, bench) => {
    desk.data = on
    desk.times = 3
    desk.wants(1)
    bench.bootReady()
    assert.deepEqual([bench.level, bench.device.oracle.edges, desk.deletes.length], [1, 1, 1])
    desk.press(0)
    const [first] = desk.gets
    assert.ok(first)
    for (const id of [first.id, '77', 77, null]) desk.reply(bench.connection, 'get', { id, code: 200, data: on })
    desk.data = undefined
    desk.reconnect()
    const late = desk.gets.at(-1)
    assert.ok(late && late.connection === bench.connection)
    desk.data = {}
    bench.pass(11_000)
    desk.reply(bench.connection, 'get', { id: late.id, code: 200, data: on })
    bench.pass(2_000)
    desk.data = undefined
    desk.reconnect()
    const old = desk.gets.at(-1)
    desk.data = {}
    desk.reconnect()
    desk.reply(bench.connection, 'get', { id: old?.id, code: 200, data: on })
    bench.pass(2_000)
    assert.deepEqual([bench.level, bench.device.oracle.edges], [0, 2])
  },
)

fault(
  'the removal fails, or its reply is lost with the session: what was taken does not come true again',
  (desk, bench) => {
    desk.data = on
    desk.deleteCode = 6661
    desk.wants(1)
    bench.bootReady()
    desk.press(0)
    desk.reconnect()
    assert.deepEqual([bench.level, desk.deletes], [0, [removal, removal]])
    desk.data = { PowerSwitch_1: { value: 1, version: 4 } }
    desk.wants(1)
    desk.reconnect()
    assert.equal(bench.level, 1, 'a new version is a new wish')
  },
)

fault('the session ends between a set and its removal: what the button did since is not undone', (desk, bench) => {
  bench.bootReady()
  bench.set(1)
  bench.pass(300)
  desk.data = on
  desk.reconnect(() => desk.press(0))
  assert.deepEqual([bench.level, desk.deletes], [0, [removal]])
  desk.data = {}
  // A value that was set after that one is another.
  bench.set(1)
  bench.pass(300)
  desk.data = { PowerSwitch_1: { value: 0, version: 5 } }
  desk.wants(0)
  desk.reconnect()
  assert.equal(bench.level, 0)
})

fault('garbage in a reply: nothing happens, and the next one is taken', (desk, bench) => {
  bench.bootReady()
  const wrong: unknown[] = [
    ...[null, 1, 'text', [], [on], { PowerSwitch_1: 1 }, { PowerSwitch_1: null }, { PowerSwitch_1: [1] }],
    ...[{ value: 1 }, { version: 3 }, { value: 1, version: '3' }, { value: 1, version: null }].map((PowerSwitch_1) => ({
      PowerSwitch_1,
    })),
    ...[{ constructor: { value: 1, version: 1 } }, { PowerSwitch_2: { value: 1, version: 1 } }],
    ...[2, -1, '1', true, null, [1], { a: 1 }].map((value) => ({ PowerSwitch_1: { value, version: 9 } })),
  ]
  for (const data of wrong) {
    desk.data = data
    desk.reconnect()
    assert.equal(bench.level, 0, JSON.stringify(data))
  }
  assert.deepEqual(desk.deletes, [])
  desk.data = on
  desk.wants(1)
  desk.reconnect()
  assert.equal(bench.level, 1)
})

fault('200 sets in a burst: their values are asked for together', (desk, bench) => {
  bench.bootReady()
  for (let i = 0; i < 200; i++) bench.set(i % 2, { qos: 0 })
  bench.pass(60_000)
  assert.ok(desk.gets.length <= 20, String(desk.gets.length))
  assert.equal(bench.level, 1)
})
