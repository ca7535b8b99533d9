import assert from 'node:assert/strict'
import { createRandom, type Random } from '../../../tools/chaos/random.ts'
import { ChaosRelay } from '../../../tools/chaos/relay.ts'
import { Bench, settleMs } from '../../rig/bench.ts'
import type { Habit } from '../../rig/device.ts'
import { cloudHost, cloudPort, twoSwitches, type DeviceJson } from '../../rig/identity.ts'
import { Figures } from './figures.ts'
import { notOnKaluma, troubles, troublesInTheAir, type World } from './troubles.ts'
import { unjudged } from '../../rig/unjudged.ts'

const peerHost = 'peer.test'
/** What an hour is to bring: a day at least 10,000 and 1,000, and a bit more, for neither is forced upon the storm. */
const messagesPerHour = 10_600 / 24
const reconnectsPerHour = 1_120 / 24
const hourMs = 3_600_000
/** What the check at the end of an hour takes, ms. */
const checkMs = 120_000
/** A state is saved within that, ms. */
const savedMs = 7_000
/** The longest deadline, the longest wait and the longest block, and what is left over of them. */
const readyWithinMs = 600_000
/** A dead peer is noticed within that, ms. */
const noticeMs = 45_000

function bothRestored(): DeviceJson {
  const config = twoSwitches()
  const switches = Object.entries(config.switches).map(
    ([name, each]) => [name, { ...each, atBoot: 'restore' }] as const,
  )
  return { ...config, switches: Object.fromEntries(switches) }
}

/** Troubles at random, one after the other, in simulated time. The same seed, the same run. */
export class Storm {
  readonly bench: Bench
  readonly figures: Figures
  messages = 0
  /** What befalls the board at this moment. */
  underWay = 'the start'
  /** How often each trouble and each fault came. */
  readonly troubles = new Map<string, number>()
  readonly faults = new Map<string, number>()
  private readonly random: Random
  private readonly relay: ChaosRelay
  private settledBoots = 0
  private readonly names: readonly string[]

  constructor(seed: string, habit: Habit) {
    this.random = createRandom(`storm ${seed} ${habit}`)
    this.names = Object.keys(troubles).filter((name) => habit !== 'pico-w' || !notOnKaluma.includes(name))
    this.bench = new Bench({ habit, seed: `board ${seed}`, config: bothRestored(), extraNoticeMs: readyWithinMs })
    const { clock, network, peer } = this.bench
    network.listen(peerHost, cloudPort, peer.accept)
    const to = { transport: network, host: peerHost, port: cloudPort }
    this.relay = new ChaosRelay({ clock, to, random: this.random })
    this.figures = new Figures(this.bench)
    this.bench.bootReady()
    // From now on a state is saved, which the firmware keeps to compare it with the next.
    this.bench.connection.set('m0', { PowerSwitch_1: 1, PowerSwitch_2: 1 }, { qos: 0 })
    this.bench.pass(savedMs)
    this.useRelay()
  }

  get reconnects(): number {
    return this.bench.log.readies - 1
  }

  get hours(): number {
    return this.bench.clock.now() / hourMs
  }

  /** Timers of the clock and streams of the network: whatever a connection needs, and no more. */
  get handles(): number {
    return this.bench.clock.pending + this.bench.network.open + this.relay.open
  }

  /** Lets an hour pass, or another time in ms, and asserts all invariants at its end. */
  hour(ms = hourMs): void {
    const endAt = this.bench.clock.now() + ms - checkMs
    while (this.bench.clock.now() < endAt) this.round()
    this.underWay = 'the check'
    this.check()
  }

  /** Ends all troubles and asserts the five invariants, and that what is saved is what is on. */
  private check(): void {
    const { bench } = this
    this.relay.set('both', { mode: 'pass' })
    // Half a packet may be under way to nowhere: the link looks ready until a ping is not answered.
    bench.pass(noticeMs)
    this.untilReady()
    bench.assertBoard()
    const broken = bench.peer.violations.filter(({ statement }) => !unjudged.includes(statement))
    assert.deepEqual(broken, [], 'the client broke MQTT 3.1.1')
    const saved = bench.device.saved()
    assert.equal(saved, `"PowerSwitch_1":${bench.level},"PowerSwitch_2":${bench.pin('D4')}`, 'what is saved')
    this.noteFaults()
    this.figures.note()
    this.useRelay()
  }

  /** New connections go through the chaos proxy from now on; this one ends, and all that is left of earlier ones. */
  private useRelay(): void {
    const { bench, relay } = this
    bench.network.listen(cloudHost, cloudPort, relay.accept)
    bench.connection.rst()
    bench.pass(100)
    relay.closeAll()
    bench.network.dropAll()
    this.forget()
    this.untilReady()
    bench.pass(settleMs)
    this.settleHeld()
  }

  /** What the firmware keeps is measured against what it keeps idle, once after each start. */
  private settleHeld(): void {
    const { bench } = this
    if (this.settledBoots === bench.board.boots) return
    bench.pass(settleMs)
    if (!bench.isReady) return
    bench.device.held.settle()
    this.settledBoots = bench.board.boots
  }

  /** One trouble: a while of it, then its end, and what follows until the link is ready. */
  private round(): void {
    const { bench, random } = this
    const behind = reconnectsPerHour * this.hours - this.reconnects
    this.calm(behind > 0 ? random.below(5_000) : random.below(120_000))
    const name = behind > 3 && random.chance(30) ? 'connection reset' : random.pick(this.names)
    this.underWay = name
    this.troubles.set(name, (this.troubles.get(name) ?? 0) + 1)
    const world: World = { bench, relay: this.relay, random }
    const end = troubles[name]?.(world)
    this.calm(random.below(random.chance(20) ? 120_000 : 20_000))
    end?.()
    this.relay.set('both', { mode: 'pass' })
    this.figures.healed(this.untilReady())
    this.settleHeld()
    if (name === 'out of memory') bench.log.forgetOutOfMemory()
    if (troublesInTheAir.includes(name)) bench.device.publishesAt.length = 0
  }

  /** Time passes, and property sets come when the link is ready, as many as are due. */
  private calm(ms: number): void {
    const { bench, random } = this
    const endAt = bench.clock.now() + ms
    while (bench.clock.now() < endAt) {
      bench.pass(Math.min(endAt - bench.clock.now(), 200 + random.below(3_000)))
      const due = Math.min(messagesPerHour * this.hours - this.messages, 1 + random.below(20))
      for (let i = 0; i < due && bench.isReady; i++) this.send()
    }
  }

  private send(): void {
    const { bench, random } = this
    const names = random.pick([['PowerSwitch_1'], ['PowerSwitch_2'], ['PowerSwitch_1', 'PowerSwitch_2']])
    const params = Object.fromEntries(names.map((name) => [name, random.below(2)]))
    this.messages += 1
    bench.connection.set(`m${this.messages}`, params, { qos: random.chance(50) ? 1 : 0 })
    if (random.chance(50)) bench.pass(random.below(300))
  }

  private untilReady(): number {
    const { bench } = this
    const lost = bench.peer.connections.at(-1)
    // A peer that has been given up in silence need not be waited for.
    if (!bench.log.isReady && lost !== undefined) lost.abandon()
    return bench.untilReady(readyWithinMs)
  }

  private noteFaults(): void {
    for (const name of this.bench.log.faultNames()) this.faults.set(name, (this.faults.get(name) ?? 0) + 1)
  }

  /** Drops what a long run need not keep, so that the heap tells of leaks alone. */
  private forget(): void {
    const { log, peer, network, device, board } = this.bench
    log.forget()
    peer.received.length = 0
    peer.connections.length = 0
    peer.violations.length = 0
    device.forget()
    for (const list of [network.attempts, board.pinEdges]) Reflect.set(list, 'length', 0)
  }
}
