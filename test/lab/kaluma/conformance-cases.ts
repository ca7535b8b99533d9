import assert from 'node:assert/strict'
import { linesOf, programOf } from '../../conformance/kaluma/probe.ts'
import { habits, kalumaProbes } from '../../conformance/kaluma/probes.ts'
import type { Bench } from './bench.ts'
import type { KalumaCase } from './case.ts'
import { runKaluma } from './runtime.ts'

const withinMs = 5000
const asked = kalumaProbes.filter(({ needs }) => needs === undefined)

/** The facts on which a simulated board is built: the runtime still gives the answer that is written down. */
export const conformanceCases: readonly KalumaCase[] = [
  {
    name: `conformance: each of ${asked.length} probes is answered as written down`,
    ring: 'b',
    aboutS: 6,
    async run(bench: Bench) {
      const wrong: string[] = []
      for (const probe of asked) {
        const { output } = await runKaluma(bench.linux, programOf(probe), { withinMs })
        const lines = linesOf(habits.includes(probe) ? output : plain(output))
        if (JSON.stringify(lines) === JSON.stringify(probe.lines)) continue
        wrong.push(`${probe.name}: printed ${JSON.stringify(lines)}, wanted ${JSON.stringify(probe.lines)}`)
      }
      assert.deepEqual(wrong, [])
    },
  },
]

/** As a console shows it: without colours, and its bytes as UTF-8. */
function plain(output: string): string {
  return Buffer.from(output, 'latin1')
    .toString('utf8')
    .replaceAll(/\r?\x1b\[\d*[A-Za-z]\r?/g, '')
}
