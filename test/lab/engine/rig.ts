import assert from 'node:assert/strict'
import { listenForPipes } from '../../../tools/chaos/tcp-pipe.ts'
import { assertConnectRate, assertPublishRate } from '../../peer/rate-limits.ts'
import {
  publish,
  ScriptedPeer,
  type DeviceName,
  type PacketType,
  type PeerConnection,
} from '../../peer/scripted-peer.ts'
import type { WaitableClock } from '../../virtual/virtual-clock.ts'
import type { Bench } from './bench.ts'
import type { Air } from './boot0.ts'
import { deviceJson } from './device-config.ts'
import type { Device, Held } from './device.ts'
import type { GivenEngine } from './engines.ts'
import { createScaledClock } from './scaled-clock.ts'

export interface RigOptions {
  readonly engine: GivenEngine
  readonly timeScale?: number
  readonly air?: Air
  readonly keepAliveS?: number
  /** Starts something between device and peer: gets the peer's port, and resolves with the port for the device. */
  readonly between?: (port: number, clock: WaitableClock) => Promise<number>
  /** Makes the script of the device.json, which is then inside; without it the usual script reads the file. */
  readonly inline?: (json: Buffer) => Promise<string>
}

/** How long network and machine may delay a packet, ms of real time. */
const graceMs = 3000
/** Invariant I5: the longest deadline, the longest wait, and joining and opening after that, ms of the device's time. */
export const readyAgainMs = 105_000
/** Invariant I3: JsVars may differ from those before the fault by this share. */
const keptWithin = 0.02

/** A device on the engine and the strict scripted peer over TCP. Times are in ms of the device's time. */
export class Rig {
  /** The level that each valid set so far asked for, the boot level first: what the pin may do, and nothing else. */
  readonly asked: number[] = [0]
  private lastId = 1000
  private before: Held | undefined

  private constructor(
    readonly peer: ScriptedPeer,
    readonly clock: WaitableClock,
    readonly device: Device,
    private readonly timeScale: number,
  ) {}

  static async start(bench: Bench, options: RigOptions): Promise<Rig> {
    const { timeScale = 1, engine, air, keepAliveS = 60, between, inline } = options
    const clock = createScaledClock(timeScale)
    const peer = new ScriptedPeer(clock, { keepAliveGraceMs: graceMs * timeScale })
    const listener = await listenForPipes('127.0.0.1', 0, peer.accept)
    bench.atEnd(() => {
      peer.connections.forEach((connection) => connection.rst())
      return listener.close()
    })
    const port = between === undefined ? listener.port : await between(listener.port, clock)
    const config = { port, keepAliveS }
    const what =
      inline === undefined ? { config } : { config: 'none' as const, script: await inline(deviceJson(config)) }
    const device = bench.device({ engine, timeScale, ...what, ...(air && { air }) })
    return new Rig(peer, clock, device, timeScale)
  }

  get connection(): PeerConnection {
    return this.peer.current
  }

  /** Waits for a line of the log, so many ms of the device's time. */
  line(pattern: RegExp, withinMs = 10_000): Promise<string> {
    return this.device.line(pattern, withinMs / this.timeScale + graceMs)
  }

  /** Waits for the fault's line; returns when it came, in real ms. */
  async fault(name: string, withinMs?: number): Promise<number> {
    const pattern = new RegExp(` W \\w+ ${name}\\b`)
    const line = await this.line(/ W \w+ [a-z]+-[a-z]+.*, retry in /, withinMs)
    assert.match(line, pattern)
    return this.device.lastAt(pattern)
  }

  /** Waits for `ready`, then for the greeting that ends the first messages of the first session. */
  async ready(withinMs = readyAgainMs): Promise<void> {
    await this.line(/ I mqtt ready$/, withinMs)
    if (this.peer.connections.length > 1) return
    await this.peer.next('publish', { where: ({ topicName }) => topicName.endsWith('/user/update') })
  }

  /** Waits until the newest connection is open and has all its subscriptions, after however many attempts. */
  async readyForGood(): Promise<void> {
    const isReady = (): boolean => {
      const { isOpen, index } = this.connection
      const subscribed = this.peer.received.filter(
        ({ connection, packet }) => connection === index && packet.type === 'subscribe',
      )
      return isOpen && subscribed.length === 2
    }
    await this.clock.until(isReady, 3 * readyAgainMs + graceMs * this.timeScale)
  }

  /** Waits for a packet of that type on a connection after the present one. */
  async onNextConnection(type: PacketType): Promise<void> {
    const { index } = this.connection
    const came = (): boolean =>
      this.peer.received.some(({ connection, packet }) => connection > index && packet.type === type)
    await this.clock.until(came, 3 * readyAgainMs + graceMs * this.timeScale)
  }

  /** What the program held before the fault. */
  get heldBefore(): Held {
    assert.ok(this.before)
    return this.before
  }

  /** As `ready`; then notes what the program holds, for `assertHealed`. */
  async readyAtRest(): Promise<void> {
    await this.ready()
    await this.countAtRest()
  }

  /** Notes what is held now, to which the program must return. */
  async countAtRest(): Promise<void> {
    this.before = await this.device.heldAtRest()
  }

  /** Sends a property set, at QoS 1 by default; returns its id. */
  set(value: 0 | 1, options: { qos?: 0 | 1; dup?: boolean } = {}): string {
    const id = this.nextId()
    this.asked.push(value)
    this.connection.set(id, { PowerSwitch_1: value }, { qos: 1, ...options })
    return id
  }

  /** Sends a message that the device logs, and waits for that: all that was sent before has been handled then. */
  async handled(): Promise<void> {
    const mark = `mark-${this.nextId()}`
    this.connection.send(publish({ topicName: userGet(this.connection.device), payload: mark }))
    await this.line(new RegExp(`I mqtt message \\S+ "${mark}"$`))
  }

  nextId(): string {
    return String((this.lastId += 1))
  }

  /** Waits for the reply to a set; returns its code. */
  async reply(id: string): Promise<number> {
    let code = 0
    const where = ({ topicName, payload }: { topicName: string; payload: Buffer }): boolean => {
      if (!topicName.endsWith('/property/set_reply')) return false
      const reply = JSON.parse(payload.toString('latin1')) as { id: string; code: number }
      code = reply.code
      return reply.id === id
    }
    await this.peer.next('publish', { where, withinMs: 10_000 + graceMs * this.timeScale })
    return code
  }

  /** Every reply so far, in order. */
  replies(): { id: string; code: number }[] {
    return this.peer.received.flatMap(({ packet }) =>
      packet.type === 'publish' && packet.topicName.endsWith('/property/set_reply')
        ? [JSON.parse(packet.payload.toString('latin1')) as { id: string; code: number }]
        : [],
    )
  }

  /** Returns every level so far. Asks the console first: its lines arrive apart from the packets, and its answer after each edge's. */
  async levels(): Promise<number[]> {
    await this.device.held()
    return this.device.levels()
  }

  /** A set to the other level, its reply, the post that follows, and exactly one edge. */
  async roundTrip(): Promise<void> {
    const before = await this.levels()
    const value = before.at(-1) === 1 ? 0 : 1
    const id = this.set(value)
    assert.equal(await this.reply(id), 200)
    const post = new RegExp(`"PowerSwitch_1":${value}}`)
    const where = ({ topicName, payload }: { topicName: string; payload: Buffer }): boolean =>
      topicName.endsWith('/property/post') && post.test(payload.toString('latin1'))
    await this.peer.next('publish', { where, withinMs: 10_000 + graceMs * this.timeScale })
    assert.deepEqual((await this.levels()).slice(before.length), [value], 'I5: one set, exactly one edge')
  }

  /**
   * The five invariants, once the link is `ready` again: the pin did only what was asked, one timer and one socket, as
   * many JsVars as before, few enough CONNECTs and PUBLISHes, and a set works.
   */
  async assertHealed(): Promise<void> {
    await this.assertKept()
    assert.deepEqual(this.device.levels(), edgesOf(this.asked), 'I1: no pin edge that no set asked for')
    this.peer.assertStrict()
    this.peer.assertAcknowledged()
  }

  /** As `assertHealed`, where the network lost some of the sets, and was silent for longer than a client may be. */
  async assertHealedAfterLosses(): Promise<void> {
    await this.assertKept()
    let at = 0
    for (const level of this.device.levels()) {
      at = this.asked.indexOf(level, at) + 1
      assert.ok(at > 0, 'I1: no pin edge that no set asked for')
    }
    const broken = this.peer.violations.filter(({ statement }) => statement !== '[MQTT-3.1.2-23]')
    assert.deepEqual(broken, [])
  }

  private async assertKept(): Promise<void> {
    const { before, device, peer } = this
    await this.roundTrip()
    const { vars, timers, sockets } = await device.heldAtRest()
    assert.deepEqual([timers, sockets], [1, 1], 'I2: one timer, one socket')
    if (before !== undefined) {
      const message = `I3: ${vars} JsVars, ${before.vars} before the fault`
      assert.ok(Math.abs(vars - before.vars) <= keptWithin * before.vars, message)
    }
    assertConnectRate(peer.connectTimes())
    assertPublishRate(peer.publishTimes())
  }
}

/** The topic whose messages the device logs. */
export function userGet({ productKey, deviceName }: DeviceName): string {
  return `/${productKey}/${deviceName}/user/get`
}

/** Returns the levels that are pin edges: the same level again is none. */
function edgesOf(asked: readonly number[]): number[] {
  return asked.filter((level, at) => at === 0 || level !== asked[at - 1])
}
