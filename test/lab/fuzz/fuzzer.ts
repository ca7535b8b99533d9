import assert from 'node:assert/strict'
import { createRandom, type Random } from '../../../tools/chaos/random.ts'
import { Bench } from '../../rig/bench.ts'
import type { Habit } from '../../rig/device.ts'
import { twoSwitches } from '../../rig/identity.ts'
import { mutateBytes } from './fuzz-bytes.ts'
import { publish } from '../../peer/scripted-peer.ts'
import { unjudged } from '../../rig/unjudged.ts'
import { switchTarget, type Target } from './target.ts'

/** When in a session an input comes: instead of the CONNACK, instead of the first SUBACK, or while ready. */
type Stage = 'greeting' | 'subscribing' | 'ready'

/** So many inputs go to one board before the next is taken: what a long run notes down stays bounded. */
export const inputsOfABoard = 2_000
/**
 * Half a packet swallows what comes next, and the link waits until a ping is not answered: 24 s, and 15 s more. Should
 * what is swallowed complete it by chance, the link lives, and is asked again.
 */
const askAgainMs = 45_000
const endsWithinMs = 3 * askAgainMs
const readyWithinMs = 130_000
/** What comes closer together than a turn of the engine's loop (2 ms), it reads as one chunk. */
const gapMs = 3
const mostCuts = 6
/** Until the last piece has been read, ms. */
const inputTakesMs = mostCuts * gapMs + 5
/** Until what an application still asks for is answered, and done, ms. */
const restMs = 60_000
/** What the firmware keeps of one packet at most, bytes. */
const budgetBytes = 2_048

/**
 * Throws spoilt downlink at the built firmware in a simulated board. After each input the link must be ready (a property
 * set is answered) or closed (and it comes again); nothing may throw, and the invariants hold.
 */
export class Fuzzer {
  /** What the inputs led to: `ready`, or the name of the fault that closed the link. */
  readonly ends = new Map<string, number>()
  inputs = 0
  private earlierEdges = 0
  private earlierPeakBytes = 0
  private bench: Bench | undefined
  private atBench = 0

  constructor(
    private readonly seed: string,
    private readonly habit: Habit = 'esp32',
    private readonly target: Target = switchTarget,
  ) {}

  /** Runs the input of this number; it depends on seed and number alone. Throws an AssertionError that names both. */
  run(index: number): void {
    if (this.atBench === inputsOfABoard) this.finish()
    this.bench ??= this.start()
    this.atBench += 1
    this.inputs += 1
    const random = createRandom(`${this.seed} ${index}`)
    try {
      this.throwAt(this.bench, random, index)
    } catch (error) {
      throw new Error(
        `input ${index} of seed ${this.seed}: ${error instanceof Error ? error.message : String(error)}`,
        {
          cause: error,
        },
      )
    }
  }

  /** Pin edges; each was asked for by a valid set. */
  get edges(): number {
    return this.earlierEdges + (this.bench?.device.oracle.edges ?? 0)
  }

  /** The most bytes that any board held. */
  get peakBytes(): number {
    return Math.max(this.earlierPeakBytes, this.bench?.device.held.peak ?? 0)
  }

  /** Asserts the invariants of the board in use, and lets go of it. */
  finish(): void {
    const { bench } = this
    if (bench === undefined) return
    bench.heal()
    bench.pass(restMs)
    bench.assertBoard()
    const broken = bench.peer.violations.filter(({ statement }) => !unjudged.includes(statement))
    assert.deepEqual(broken, [], 'the client broke MQTT 3.1.1')
    this.earlierEdges = this.edges
    this.earlierPeakBytes = this.peakBytes
    this.bench = undefined
    this.atBench = 0
  }

  private get appOfTarget(): { app?: string; platform?: boolean } {
    const { app } = this.target
    return app === undefined ? {} : { app, platform: true }
  }

  private start(): Bench {
    const config = { ...twoSwitches(), link: { rebootAfterMin: 0 } }
    // The shortest waits: they are not what is under test here.
    const bench = new Bench({ ...this.appOfTarget, habit: this.habit, config, random: () => 0 })
    bench.bootReady()
    return bench
  }

  private throwAt(bench: Bench, random: Random, index: number): void {
    const stage = random.pick<Stage>(['greeting', 'subscribing', ...new Array<Stage>(18).fill('ready')])
    bench.log.forget()
    bench.peer.received.length = 0
    bench.peer.connections.splice(0, bench.peer.connections.length - 1)
    if (stage === 'ready') this.send(bench, random)
    else {
      bench.peer.once(stage === 'greeting' ? 'connect' : 'subscribe', () => this.send(bench, random))
      // An RST is not told to a Pico W.
      if (this.habit === 'pico-w') bench.connection.fin()
      else bench.connection.rst()
      bench.until(() => bench.log.faults.length > 0, 1_000)
      bench.log.forget()
      bench.until(() => bench.log.with('I mqtt connected').length > 0 || bench.log.faults.length > 0, readyWithinMs)
    }
    const end = this.endOf(bench, index)
    this.ends.set(end, (this.ends.get(end) ?? 0) + 1)
    if (!bench.isReady) bench.untilReady(readyWithinMs)
    const bugs = bench.log.lines.filter(({ text }) => / E link bug|Uncaught|ERROR: (?!Connect failed)/.test(text))
    assert.deepEqual(bugs, [], 'the firmware threw')
    assert.deepEqual(bench.device.oracle.broken, [])
  }

  private send(bench: Bench, random: Random): void {
    const bytes = random.chance(3) ? this.tooLarge(random) : this.target.downlink(bench, random)
    const { connection } = bench
    if (random.chance(50)) connection.chunks(someSizes(random, bytes.length), gapMs)
    connection.send(bytes)
  }

  /** A PUBLISH over the budget, good or spoilt. */
  private tooLarge(random: Random): Buffer {
    const payload = random.bytes(budgetBytes + random.below(4_000))
    const large = publish({ topicName: 'a/b', payload, qos: random.chance(50) ? 1 : 0, packetId: 77 })
    return random.chance(50) ? large : mutateBytes(random, large)
  }

  /** Lets time pass until the link is closed or has answered a property set. */
  private endOf(bench: Bench, index: number): string {
    const id = `probe ${index}`
    const { received } = bench.peer
    let askAt = 0
    let looked = received.length
    const isAnswered = (): boolean => {
      if (bench.isReady && bench.clock.now() >= askAt) {
        askAt = bench.clock.now() + askAgainMs
        bench.connection.set(id, { PowerSwitch_2: index % 2 })
      }
      const since = looked
      looked = received.length
      return received.slice(since).some(({ packet }) => packet.type === 'publish' && packet.payload.includes(id))
    }
    bench.pass(inputTakesMs)
    bench.until(() => bench.log.faults.length > 0 || isAnswered(), endsWithinMs)
    return bench.log.faults[0]?.fault ?? 'ready'
  }
}

/** Where to cut bytes: at a few places, some of them next to each other, so that a byte comes alone. */
function someSizes(random: Random, length: number): number[] {
  const cuts = Array.from({ length: 1 + random.below(mostCuts / 2) }, () => random.below(length))
  const all = cuts.flatMap((at) => (random.chance(50) ? [at, at + 1] : [at])).sort((a, b) => a - b)
  return all.map((at, i) => at - (all[i - 1] ?? 0))
}
