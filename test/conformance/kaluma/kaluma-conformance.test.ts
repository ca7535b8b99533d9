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

/** What the simulated board is not asked, and why. */
const notAsked: Readonly<Record<string, readonly string[]>> = {
  'Node has more of the language, and words of its own for errors': [
    'new syntax that does not',
    'an error names itself, and has a stack',
    'JSON.parse says nothing of the text in its error',
    "decodeURIComponent is Kaluma's own: what is no UTF-8 does not throw",
  ],
  'an error of JerryScript: the build makes no such list (tools/build/kaluma/comma-lists.mjs)': [
    'in a comma list that begins with a name, names set later are not seen',
    'in such a list a function does not see its own name',
  ],
  'a test orders it with runOutOfMemory': [
    'out of memory is no exception: the runtime ends',
    'recursion without an end is no exception',
  ],
  'promises do not run in it': ['a reaction of a promise runs after the script'],
  'the Linux build has no radio and other modules, or more of process': [
    "an object made of a module of the board's radio is not there",
    'what Kaluma has',
    'process says what it is',
    'board says what it is',
    'process.stdout.write of a text',
  ],
}
const names = Object.values(notAsked).flat()
const known = kalumaProbes.filter(({ name }) => !names.includes(name))

test(`the simulated Kaluma board answers ${known.length} questions as the real runtime did`, () => {
  for (const probe of known) assert.deepEqual(linesOf(run(programOf(probe)).output), probe.lines, probe.name)
})

test('each question has an answer and a name of its own', () => {
  assert.equal(kalumaProbes.length - known.length, names.length)
  assert.equal(new Set(kalumaProbes.map(({ name }) => name)).size, kalumaProbes.length)
  for (const { name, lines } of kalumaProbes) assert.ok(lines.length > 0, name)
})

test(`it answers ${boardProbes.length} questions about what only a board has as the facts say`, () => {
  for (const probe of boardProbes) assert.deepEqual(askBoard(probe), probe.lines, probe.name)
})
