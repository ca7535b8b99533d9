import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createKalumaBoard } from '../../../tools/board/kaluma/kaluma-board.ts'
import type { Transport } from '../../../tools/board/network/pipe.ts'
import { createMemoryNetwork } from '../../virtual/memory-network.ts'
import { createVirtualClock } from '../../virtual/virtual-clock.ts'
import { preamble, type BoardProbe } from './board-probe.ts'
import { boardProbes } from './board-probes.ts'
import { linesOf, programOf } from './probe.ts'
import { kalumaProbes } from './probes.ts'

/** Longer than any probe takes, ms: one joins a network that is not there. */
const enoughMs = 40_000

/** Runs a program on the simulated board: what it printed, raw and as lines, and what hung it. */
function run(script: string): { output: string; lines: string[]; hangs: string[] } {
  const clock = createVirtualClock()
  const lines: string[] = []
  const network = createMemoryNetwork(clock)
  const transport: Transport = {
    connect: (...args) => network.connect(...args),
    foresee: () => ({ answer: 'dns-failed', afterMs: 10 }),
  }
  const board = createKalumaBoard({
    ...{ script, clock, transport },
    wifi: { accessPoints: [{ ssid: 'Home' }] },
    onPrint: (line) => lines.push(line),
  })
  let output = ''
  board.repl.onOutput = (bytes) => (output += Buffer.from(bytes).toString('latin1'))
  board.boot()
  clock.advance(enoughMs)
  board.powerOff()
  return { output, lines, hangs: board.hangs.map(({ reason }) => `hangs: ${reason}`) }
}

/** Asks the simulated board; what hung it stands behind what it printed. */
function askBoard({ script }: BoardProbe): string[] {
  const { lines, hangs } = run(preamble + script)
  return [...lines, ...hangs]
}

/**
 * What Node cannot be asked: syntax that it has more of, an error of JerryScript's, of which the build makes no use (tools/build/kaluma/comma-lists.mjs), and a
 * heap or a stack that fills up, which a test orders with `runOutOfMemory`.
 */
const beyondNode = /comma list|such a list|^out of memory|recursion|^new syntax that does not/
const known = kalumaProbes.filter(({ name }) => !beyondNode.test(name))

test(`the simulated Kaluma board answers ${known.length} questions as the real runtime did`, () => {
  for (const probe of known) assert.deepEqual(linesOf(run(programOf(probe)).output), probe.lines, probe.name)
})

test('each question has an answer and a name of its own', () => {
  assert.equal(kalumaProbes.length - known.length, 5)
  assert.equal(new Set(kalumaProbes.map(({ name }) => name)).size, kalumaProbes.length)
  for (const { name, lines } of kalumaProbes) assert.ok(lines.length > 0, name)
})

test(`it answers ${boardProbes.length} questions about what only a board has as the facts say`, () => {
  for (const probe of boardProbes) assert.deepEqual(askBoard(probe), probe.lines, probe.name)
})
