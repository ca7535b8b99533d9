import assert from 'node:assert/strict'
import type { BoardCounts } from '../../../tools/board/counts.ts'
import type { Habit } from '../../rig/device.ts'
import { retainedHeap } from './retained-heap.ts'
import { Storm } from './storm.ts'

const hourMs = 3_600_000
/** Less is no stretch: its check alone takes two minutes. */
const leastMs = 180_000
/** So many stretches in a row must show that the heap grew. */
const judgedHours = 3
/** Numbers that the firmware keeps as text grow by a digit or two. */
const heldSlackBytes = 16
/**
 * What the engine compiles and notes of code that turns hot in a day: 1.3 to 1.4 MiB were measured from the first hour to
 * the 24th, nearly all of it machine code. More is a leak: 3 KiB a reconnect or 300 bytes a message pass the bound.
 */
export const heapBoundBytes = 3 * 2 ** 20

export interface SoakOptions {
  /** Of simulated time. */
  readonly hours: number
  readonly seed: string
  readonly habit: Habit
}

/** What is there when the link is ready and idle. */
export interface Rest extends BoardCounts {
  /** Timers of the clock, streams of the network, links of the chaos proxy. */
  readonly handles: number
  /** Text that the firmware keeps, bytes. */
  readonly heldBytes: number
  /** Of this process, after a forced collection. */
  readonly heapBytes: number
}

/** Simulated hours of trouble at random, with a look at what is left behind: at the start, after an hour, at the end. */
export class Soak {
  /** After the first hour, when everything has run once; undefined before. */
  warm: Rest | undefined
  private readonly endMs: number
  private readonly heaps: number[] = []

  private constructor(
    readonly options: SoakOptions,
    readonly storm: Storm,
    readonly before: Rest,
    /** At the end of the last stretch. */
    public after: Rest,
  ) {
    this.endMs = options.hours * hourMs
  }

  static async start(options: SoakOptions): Promise<Soak> {
    const storm = new Storm(options.seed, options.habit)
    const before = await rest(storm)
    return new Soak(options, storm, before, before)
  }

  get nowMs(): number {
    return this.storm.bench.clock.now()
  }

  get isOver(): boolean {
    return this.endMs - this.nowMs < leastMs
  }

  /** Lets an hour pass, or what is left, and asserts the invariants at its end. Throws an AssertionError. */
  async stretch(): Promise<void> {
    this.storm.hour(Math.min(hourMs, this.endMs - this.nowMs))
    this.after = await rest(this.storm)
    assert.deepEqual(countsOf(this.after), countsOf(this.before), 'I2: what is there at rest is not as before')
    const more = this.after.heldBytes - this.before.heldBytes
    assert.ok(more <= heldSlackBytes, `I3: the firmware keeps ${more} bytes more at rest than before`)
    if (this.warm === undefined) this.warm = this.after
    this.heaps.push(this.after.heapBytes)
    const grown = this.keptHeapBytes - this.warm.heapBytes
    assert.ok(grown <= heapBoundBytes, `I3: the retained heap grew by ${grown} bytes, ${heapBoundBytes} are allowed`)
  }

  /** What a leak keeps it keeps for good, a board that was just let go of for an hour at most: the least of the last. */
  get keptHeapBytes(): number {
    return Math.min(...this.heaps.slice(-judgedHours))
  }
}

/** A soak that was not busy has shown nothing: of a day 10,000 messages and 1,000 reconnects are wanted. */
export function assertBusy({ storm, nowMs }: Soak): void {
  const days = nowMs / (24 * hourMs)
  assert.ok(storm.messages >= 10_000 * days, `${storm.messages} messages are too few for ${days.toFixed(2)} days`)
  assert.ok(storm.reconnects >= 1_000 * days, `${storm.reconnects} reconnects are too few for ${days.toFixed(2)} days`)
}

async function rest(storm: Storm): Promise<Rest> {
  const { bench, handles } = storm
  const heldBytes = bench.device.held.now()
  return { ...bench.device.counts(), handles, heldBytes, heapBytes: await retainedHeap() }
}

/** What must be as before to the last one. */
function countsOf({ heapBytes: _heap, heldBytes: _held, ...counts }: Rest): Partial<Rest> {
  return counts
}
