import type { Habit } from '../../rig/device.ts'
import { Fuzzer, inputsOfABoard } from './fuzzer.ts'
import { targetOf, type TargetName } from './target.ts'

/** What came of inputs. */
export interface Counts {
  inputs: number
  /** How many ended so: `ready`, or the name of the fault that closed the link. */
  ends: Record<string, number>
  /** Pin edges, each of which a valid set asked for. */
  edges: number
  /** The most bytes that any board held. */
  peakBytes: number
}

/** Inputs `from` to `to`, the latter not among them, of one board. */
export interface BoardRun {
  seed: string
  from: number
  to: number
  /** What runs on the board. */
  target: TargetName
}

/** An input that the firmware did not stand; for the board as a whole, its last input. */
export class InputFailed extends Error {
  constructor(
    readonly index: number,
    message: string,
  ) {
    super(message)
  }
}

export function noCounts(): Counts {
  return { inputs: 0, ends: {}, edges: 0, peakBytes: 0 }
}

/** Adds what `more` counts to `counts`. */
export function addCounts(counts: Counts, more: Counts): void {
  counts.inputs += more.inputs
  counts.edges += more.edges
  counts.peakBytes = Math.max(counts.peakBytes, more.peakBytes)
  for (const [end, count] of Object.entries(more.ends)) counts.ends[end] = (counts.ends[end] ?? 0) + count
}

/** Cuts a run into those of its boards, in order; a board's inputs begin at a multiple of `inputsOfABoard`. */
export function boardRuns(seed: string, inputs: number, target: TargetName = 'switch'): BoardRun[] {
  const boards = Array.from({ length: Math.ceil(inputs / inputsOfABoard) }, (_, board) => board * inputsOfABoard)
  return boards.map((from) => ({ seed, from, to: Math.min(inputs, from + inputsOfABoard), target }))
}

/** The kind of board that gets an input: they take turns. */
export function habitOf(index: number): Habit {
  return Math.floor(index / inputsOfABoard) % 2 === 0 ? 'esp32' : 'esp8266'
}

/** The first input of the board that gets this one. */
export function firstOfBoard(index: number): number {
  return index - (index % inputsOfABoard)
}

/**
 * Runs inputs on one new board, in order, and asserts its invariants at the end. `pause` is called every so many inputs
 * with the counts so far. Throws InputFailed.
 */
export async function runBoard(
  { seed, from, to, target }: BoardRun,
  pause: (counts: Counts) => Promise<void> = () => Promise.resolve(),
): Promise<Counts> {
  const fuzzer = new Fuzzer(seed, habitOf(from), await targetOf(target))
  for (let index = from; index < to; index++) {
    attempt(index, () => fuzzer.run(index))
    if ((index + 1) % 100 === 0) await pause(countsOf(fuzzer))
  }
  attempt(to - 1, () => fuzzer.finish())
  return countsOf(fuzzer)
}

function attempt(index: number, run: () => void): void {
  try {
    run()
  } catch (error) {
    throw new InputFailed(index, error instanceof Error ? error.message : String(error))
  }
}

function countsOf({ inputs, ends, edges, peakBytes }: Fuzzer): Counts {
  return { inputs, ends: Object.fromEntries(ends), edges, peakBytes }
}
