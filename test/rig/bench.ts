import assert from 'node:assert/strict'
import type { BoardCounts } from '../../tools/board/counts.ts'
import type { Answer } from '../../tools/board/network/pipe.ts'
import { createMemoryNetwork } from '../virtual/memory-network.ts'
import { ScriptedPeer, type PacketType, type PeerConnection } from '../peer/scripted-peer.ts'
import { createVirtualClock } from '../virtual/virtual-clock.ts'
import type { FaultLine } from './board-log.ts'
import { Device, type DeviceOptions, type Habit } from './device.ts'
import { faultsAs, insteadAs } from './in-place-of-switch.ts'
import { assertCounts, assertKept } from './invariants.ts'
import { insteadOnPicoW } from './on-pico-w.ts'
import { replyAsPlatform } from './platform-replies.ts'
import { Published, type Said } from './published.ts'

/** Invariant I5: the longest deadline, the longest wait, and joining and opening after that, ms. */
const noticeMs = 40_000
const ceilingMs = 60_000
const reopenMs = 5_000
/** So long a Pico W keeps the number of a socket that it has closed, by a timer, ms. */
const placeMs = 31_000
/** A Pico W's call to join may block so long when the network comes back in its midst, and a reset follows, ms. */
const picoLaterMs = 45_000
/** After this all timers that a message starts (slot, saved state) have run, ms. */
export const settleMs = 6_000
/** After this nothing is left of what an application asks the platform for at `connect`, ms. */
const idleMs = 15_000

const packetTypes: readonly PacketType[] = ['connect', 'publish', 'subscribe', 'puback', 'pingreq', 'disconnect']

export interface BenchOptions extends DeviceOptions {
  /** How long the fault itself may delay its discovery, ms: 75 s for a connect that blocks. */
  extraNoticeMs?: number
  /** The peer replies to requests as the platform does, and what is usual at rest is what this application has. */
  platform?: boolean
}

/** One board and one scripted peer on a virtual clock: all of it synchronous. */
export class Bench {
  readonly clock = createVirtualClock()
  readonly network = createMemoryNetwork(this.clock)
  readonly peer: ScriptedPeer
  readonly device: Device
  private readonly published: Published
  private faultsSeen = 0
  private lastId = 0

  /** Whether the peer replies to requests. */
  readonly isAnswered: boolean

  constructor(private readonly options: BenchOptions = {}) {
    const isUsual = options.app === undefined && options.script === undefined
    this.isAnswered = options.platform ?? (isUsual && faultsAs === 'everything')
    const platform = { platform: replyAsPlatform(() => this.clock.now()) }
    this.peer = new ScriptedPeer(this.clock, this.isAnswered ? platform : {})
    this.published = new Published(this.peer.received)
    this.device = new Device(this.clock, this.network, { downloads: this.isAnswered, ...options })
    this.network.listen(this.host, this.port, this.peer.accept)
  }

  get board(): Device['board'] {
    return this.device.board
  }

  /** The host to which the board connects. */
  private get host(): string {
    return this.device.config.aliyun.host
  }

  private get port(): number {
    return this.device.config.aliyun.port
  }

  get log(): Device['log'] {
    return this.device.log
  }

  get connection(): PeerConnection {
    return this.peer.current
  }

  boot(): void {
    this.board.boot()
  }

  /** Boots and waits until the link is ready and its first messages are through. */
  bootReady(): void {
    this.boot()
    this.untilReady(10_000)
    this.pass(settleMs)
    this.device.held.settle()
  }

  /** Lets so many ms pass. */
  pass(ms: number): void {
    this.clock.advance(ms)
  }

  until(condition: () => boolean, withinMs: number): number {
    return this.clock.runUntil(condition, { withinMs })
  }

  /** Sets the outcomes of the board's next connects; the last one stays. */
  answers(...answers: Answer[]): void {
    this.network.script(this.host, this.port, answers)
  }

  /** Returns the next fault line that was not returned yet. */
  nextFault(withinMs: number): FaultLine {
    const at = this.faultsSeen
    this.until(() => this.log.faults.length > at, withinMs)
    this.faultsSeen += 1
    const line = this.log.faults[at]
    assert.ok(line)
    return line
  }

  /** As `nextFault`, and asserts that it is this fault, or what a Pico W finds instead. */
  expectFault(fault: string, withinMs: number): FaultLine {
    const { faults, laterMs } = (this.isPico ? insteadOnPicoW[fault] : insteadAs[fault]) ?? { faults: [], laterMs: 0 }
    const line = this.nextFault(withinMs + laterMs)
    assert.ok([fault, ...faults].includes(line.fault), `${line.text}, wanted ${fault}`)
    return line
  }

  /** Resets but those of a Pico W that has no socket left, which it names. */
  get unexpectedResets(): readonly string[] {
    const { resets } = this.device
    const named = this.isPico ? this.log.with('W board no socket left: reboot').length : 0
    return named === resets.length ? [] : resets
  }

  private get isPico(): boolean {
    return this.device.habit === 'pico-w'
  }

  untilReady(withinMs: number): number {
    return this.until(() => this.isReady, withinMs)
  }

  /** Whether the board is ready and the peer still has its connection. */
  get isReady(): boolean {
    return this.log.isReady && (this.peer.connections.at(-1)?.isOpen ?? false)
  }

  /** Sends a property set to the board, at QoS 1 by default; returns its id. */
  set(value: unknown, options: { qos?: 0 | 1; dup?: boolean } = {}): string {
    const id = String((this.lastId += 1))
    this.connection.set(id, { PowerSwitch_1: value }, { qos: 1, ...options })
    return id
  }

  /** Returns what the board published on topics that contain `part`, oldest first. */
  said(part = ''): Said[] {
    return this.published.on(part)
  }

  replies(): readonly { id: unknown; code: number; message?: string }[] {
    return this.published.json('/set_reply') as never
  }

  posts(): readonly Record<string, number>[] {
    return this.published.json('/property/post').map((post) => (post as { params: never }).params)
  }

  get level(): 0 | 1 | undefined {
    return this.board.pin(this.device.config.switches['PowerSwitch_1']?.pin ?? 'D2')
  }

  /** Returns the level of a pin, named as on an ESP32. */
  pin(name: string): 0 | 1 | undefined {
    return this.board.pin(this.device.pin(name))
  }

  /** Presses the button at a pin, named as on an ESP32. */
  press(name: string): void {
    this.board.press(this.device.pin(name))
  }

  /** Whether PowerSwitch_1 is on, whatever level its pin has then. */
  get on(): 0 | 1 {
    const isActiveLow = this.device.config.switches['PowerSwitch_1']?.activeHigh === false
    return this.level === (isActiveLow ? 0 : 1) ? 1 : 0
  }

  /** Ends all faults: of the peer, of the network, and of Wi-Fi. */
  heal(): void {
    packetTypes.forEach((type) => this.peer.off(type))
    this.peer.onOpen(() => undefined).onEnd((connection) => connection.fin())
    for (const connection of this.peer.connections) {
      connection.unmute()
      if (connection.isOpen) connection.resume()
    }
    this.answers('open')
    this.network.listen(this.host, this.port, this.peer.accept, { latencyMs: 1, windowBytes: 65_536 })
    this.board.wifi.up()
    this.board.wifi.unjam()
  }

  /** Sends a property set and asserts its reply, the post that follows, and exactly one pin edge. */
  roundTrip(): void {
    const value = this.on === 1 ? 0 : 1
    const { edges } = this.device.oracle
    const before = { replies: this.replies().length, posts: this.posts().length }
    const id = this.set(value)
    // A post of the state before may still be on its way.
    const isPosted = (): boolean => this.posts().slice(before.posts).at(-1)?.['PowerSwitch_1'] === value
    this.until(() => isPosted() && this.replies().length > before.replies, 5_000)
    assert.deepEqual(this.replies().at(-1), { id, code: 200, data: {} })
    assert.equal(this.on, value)
    assert.equal(this.device.oracle.edges, edges + 1, 'I5: one set, exactly one edge')
  }

  /** Heals, waits for `ready`, and asserts all five invariants and MQTT 3.1.1. */
  assertInvariants(): void {
    this.assertBoard()
    // A Pico W leaves a silent peer alone, which then hears nothing for longer than it may.
    this.peer.assertStrict(this.isPico ? ['[MQTT-3.1.2-23]'] : [])
    if (this.isPico) for (const left of this.peer.connections.slice(0, -1)) left.abandon()
    this.peer.assertAcknowledged()
  }

  /** As `assertInvariants`, where the peer cannot judge what the board writes. */
  assertBoard(): void {
    this.heal()
    const laterMs = (this.options.extraNoticeMs ?? 0) + (this.isPico ? picoLaterMs : 0)
    this.untilReady(noticeMs + ceilingMs + reopenMs + laterMs)
    this.pass(settleMs)
    this.untilReady(noticeMs + ceilingMs + reopenMs)
    this.roundTrip()
    this.pass(this.isAnswered ? idleMs : settleMs)
    if (this.isPico) this.pass(placeMs)
    assertKept(this.device)
    assertCounts(this.device, usualCounts(this.device.habit, this.options))
  }
}

const usual = new Map<string, BoardCounts>()

/**
 * Returns the counts of a board of this habit whose link is ready and idle; with another application than the switch where `of`
 * names it, configured as there, and with a peer that replies as there.
 */
export function usualCounts(habit: Habit, { app, config, platform }: BenchOptions = {}): BoardCounts {
  const own: BenchOptions = app === undefined ? {} : { app, ...(config && { config }), ...(platform && { platform }) }
  const key = JSON.stringify([habit, own])
  const known = usual.get(key)
  if (known !== undefined) return known
  const bench = new Bench({ habit, ...own })
  bench.bootReady()
  // The timers of requests that an application has made at connect run on for 10 s.
  bench.pass(bench.isAnswered || app !== undefined ? idleMs : 0)
  const counts = bench.device.counts()
  usual.set(key, counts)
  return counts
}
