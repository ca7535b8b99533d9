import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createKalumaBoard } from '../../../tools/board/kaluma/kaluma-board.ts'
import type { Transport } from '../../../tools/board/network/pipe.ts'
import { createMemoryNetwork } from '../../virtual/memory-network.ts'
import { createVirtualClock } from '../../virtual/virtual-clock.ts'
import { boardProbes } from './board-probes.ts'
import { languageProbes } from './language-probes.ts'
import { programOf, type KalumaProbe } from './probe.ts'

/** Longer than any probe takes, ms: one joins a network that is not there. */
const enoughMs = 40_000

/** Asks the simulated board; what hung it stands behind what it printed. */
function askBoard(probe: KalumaProbe): string[] {
  const clock = createVirtualClock()
  const lines: string[] = []
  const network = createMemoryNetwork(clock)
  const transport: Transport = {
    connect: (...args) => network.connect(...args),
    foresee: () => ({ answer: 'dns-failed', afterMs: 10 }),
  }
  const board = createKalumaBoard({
    ...{ script: programOf(probe), clock, transport },
    wifi: { accessPoints: [{ ssid: 'Home' }] },
    onPrint: (line) => lines.push(line),
  })
  board.boot()
  clock.advance(enoughMs)
  board.powerOff()
  return [...lines, ...board.hangs.map(({ reason }) => `hangs: ${reason}`)]
}

for (const [what, probes] of [
  ['language', languageProbes],
  ['board', boardProbes],
] as const) {
  test(`the simulated Kaluma board answers ${probes.length} probes of its ${what} as Kaluma does`, () => {
    for (const probe of probes) assert.deepEqual(askBoard(probe), probe.lines, probe.name)
  })
}
