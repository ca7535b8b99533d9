import type { Habit } from '../../rig/device.ts'
import { heapBoundBytes, type Rest, type Soak } from './soak.ts'

/** What a soak was, as `--json` prints it. Times in ms. */
export interface SoakReport {
  readonly seed: string
  readonly habit: Habit
  readonly hours: number
  readonly messages: number
  readonly reconnects: number
  readonly starts: number
  readonly troubles: Readonly<Record<string, number>>
  readonly faults: Readonly<Record<string, number>>
  /** I1: edges, those of them that a valid set asked for, and levels that a start drove. */
  readonly pins: { readonly edges: number; readonly asked: number; readonly atStart: number }
  /** I2 and I3: at the start, after the first hour where there was one, and at the end. */
  readonly rest: {
    readonly before: Rest
    readonly warm: Rest | null
    readonly after: Rest
    /** Of the last hours, by which a leak is judged. */
    readonly keptHeapBytes: number
  }
  readonly mostHeldBytes: number
  readonly mostSendQueueBytes: number
  /** I4 */
  readonly mostConnectsIn60S: number
  readonly mostConnectsIn5Min: number
  readonly mostPublishesIn1S: number
  /** I5 */
  readonly roundTrips: number
  readonly slowestReadyMs: number
}

export function makeReport({ options, storm, nowMs, before, warm, after, keptHeapBytes }: Soak): SoakReport {
  const { figures } = storm
  return {
    ...{ seed: options.seed, habit: options.habit, hours: Math.round(nowMs / 36_000) / 100 },
    ...{ messages: storm.messages, reconnects: storm.reconnects, starts: storm.bench.board.boots },
    ...{ troubles: inOrder(storm.troubles), faults: inOrder(storm.faults) },
    pins: { edges: figures.edges, asked: figures.edgesAsked, atStart: figures.startLevels },
    rest: { before, warm: warm ?? null, after, keptHeapBytes: warm === undefined ? after.heapBytes : keptHeapBytes },
    ...{ mostHeldBytes: figures.heldBytes, mostSendQueueBytes: figures.sendQueueBytes },
    ...{ mostConnectsIn60S: figures.connectsIn60S, mostConnectsIn5Min: figures.connectsIn5Min },
    mostPublishesIn1S: figures.publishesIn1S,
    ...{ roundTrips: figures.roundTrips, slowestReadyMs: Math.round(figures.slowestReadyMs) },
  }
}

/** The report for people; `stopped`: before its time. */
export function toLines(report: SoakReport, stopped: boolean): string {
  const { pins, rest, troubles, faults } = report
  const { before, after } = rest
  const same = (name: Exclude<keyof Rest, 'heapBytes'>): string => `${name} ${before[name]} -> ${after[name]}`
  return [
    `${stopped ? 'stopped' : 'passed '}    ${report.hours} h, ${report.messages} messages, ${report.reconnects} reconnects, ${report.starts} starts`,
    ...table('troubles', troubles),
    ...table('faults', faults),
    `I1 pins    ${pins.edges} edges, ${pins.asked} asked for by valid sets; ${pins.atStart} levels driven by starts`,
    `I2 rest    ${same('sockets')}, ${same('timers')}, ${same('listeners')}, ${same('handles')}`,
    `           ${same('sendQueueBytes')}, ${same('receiveQueueBytes')}, ${same('queuedEvents')}`,
    `I3 bytes   ${same('heldBytes')}, at most ${report.mostHeldBytes} more; ${report.mostSendQueueBytes} to be sent at most`,
    `   heap    ${kib(before.heapBytes)} at first, ${heapLine(report)}`,
    `I4 rates   at most ${report.mostConnectsIn60S} CONNECTs in 60 s (5), ${report.mostConnectsIn5Min} in 5 min (21), ${report.mostPublishesIn1S} PUBLISHes in 1 s (25)`,
    `I5 heals   ${report.roundTrips} round trips, one edge each; ready ${(report.slowestReadyMs / 1000).toFixed(1)} s after a trouble at the latest`,
    '',
  ].join('\n')
}

function heapLine({ rest: { warm, after, keptHeapBytes } }: SoakReport): string {
  if (warm === null || warm === after) return `${kib(after.heapBytes)} at the end (judged from the second hour on)`
  return `${kib(warm.heapBytes)} after an hour, ${kib(keptHeapBytes)} at the end (+${kib(heapBoundBytes)} allowed)`
}

function kib(bytes: number): string {
  return `${Math.round(bytes / 1024)} KiB`
}

function inOrder(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a))
}

/** Names and counts, three in a line. */
function table(title: string, counts: Readonly<Record<string, number>>): string[] {
  const cells = Object.entries(counts).map(([name, count]) => `${name.padEnd(26)}${String(count).padStart(5)}`)
  const rows = Array.from({ length: Math.ceil(cells.length / 3) }, (_, row) => cells.slice(3 * row, 3 * row + 3))
  return rows.map((row, i) => `${(i === 0 ? title : '').padEnd(11)}${row.join('   ')}`)
}
