import assert from 'node:assert/strict'
import { linesOf, programOf } from '../../conformance/kaluma/probe.ts'
import { kalumaProbes } from '../../conformance/kaluma/probes.ts'
import type { Bench } from './bench.ts'
import type { KalumaCase } from './case.ts'
import { runKaluma } from './runtime.ts'

const withinMs = 5000

/** The facts on which a simulated board is built: the runtime still gives the answer that is written down. */
export const conformanceCases: readonly KalumaCase[] = [
  {
    name: `conformance: each of ${kalumaProbes.length} probes is answered as written down`,
    ring: 'b',
    aboutS: 6,
    async run(bench: Bench) {
      const wrong: string[] = []
      for (const probe of kalumaProbes) {
        const { output } = await runKaluma(bench.linux, programOf(probe), { withinMs })
        const lines = linesOf(output)
        if (JSON.stringify(lines) === JSON.stringify(probe.lines)) continue
        wrong.push(`${probe.name}: printed ${JSON.stringify(lines)}, wanted ${JSON.stringify(probe.lines)}`)
      }
      assert.deepEqual(wrong, [])
    },
  },
]
