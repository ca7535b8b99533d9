import assert from 'node:assert/strict'
import type { Bench } from './bench.ts'
import type { KalumaCase } from './case.ts'
import { pin } from './judged.ts'
import { endAfter, meets, played } from './ring-b.ts'
import type { Scenario } from './scenario.ts'
import type { Transcript } from './transcript.ts'

/** So many bytes may lie in the C heap until the collector runs, five segments: it has 14.2 kB, lwIP's among them. */
const waitingMostBytes = 7300

const atRest: Scenario = meets(10, 20, { onReady: [{ afterMs: 3000, heap: 'ready' }, endAfter(100)] })
const burst = { count: 60, bytes: 1900 } as const
const inBurst: Scenario = meets(10, 60, {
  onReady: [{ afterMs: 2000, sets: burst }, { afterMs: 15_000, heap: 'burst' }, endAfter(100)],
})
const big = { bytes: 200_000, qos: 1 } as const
const skipping: Scenario = meets(10, 60, {
  onReady: [{ afterMs: 2000, big }, { afterMs: 15_000, arrivals: true, heap: 'skipped' }, endAfter(100)],
})

/** What it takes of the heap of 184,312 bytes. */
export const memoryCases: readonly KalumaCase[] = [
  {
    name: 'memory: loaded and ready, without what the peer takes',
    ring: 'b',
    aboutS: 4,
    async run(bench) {
      const run = await bench.play(atRest)
      const share = await peersShare(bench)
      bench.figure('heap.bytes', bench.given.b!.heapBytes)
      bench.figure('heap.loaded.bytes', run.heap('loaded').used - share)
      bench.figure('heap.ready.bytes', run.heap('ready').used - share)
      bench.figure('heap.peakUntilReady.bytes', run.heap('ready').peak - share)
      assert.ok(run.heap('ready').used < bench.given.b!.heapBytes / 2)
    },
  },
  {
    name: `F38: ${burst.count} sets of ${burst.bytes} bytes in a row: a reply and an edge for each, none lost`,
    ring: 'b',
    aboutS: 6,
    async run(bench) {
      const run = await bench.play(inBurst)
      const share = await peersShare(bench)
      assert.deepEqual(
        run.replies().map(({ id, code }) => `${id} ${code}`),
        Array.from({ length: burst.count }, (_none, index) => `${5000 + index} 200`),
      )
      assert.equal(run.levels(pin).length, 1 + burst.count)
      assertQuiet(run)
      bench.figure('heap.peakInBurst.bytes', run.heap('burst').peak - share)
      bench.figure('heap.afterBurst.bytes', run.heap('burst').used - share)
    },
  },
  {
    name: `F26: a PUBLISH of ${big.bytes} bytes is skipped, counted and acknowledged, and what arrives does not pile up`,
    ring: 'b',
    aboutS: 6,
    async run(bench) {
      const run = await bench.play(skipping)
      const share = await peersShare(bench)
      const [waited = 0, hurries = 0] = run.of('arrivals')[0]!.rest.split(' ').map(Number)
      assert.ok(waited <= waitingMostBytes, `${waited} bytes had arrived and were not collected`)
      assert.ok(hurries >= big.bytes / 5000, `the collector was hurried ${hurries} times`)
      run.line(/ W mqtt 1 packets over 2048 bytes skipped$/)
      assert.equal(run.packets('puback').length, 1)
      assertQuiet(run)
      bench.figure('skip200k.waitedMost.bytes', waited)
      bench.figure('skip200k.hurries', hurries)
      bench.figure('heap.peakInSkip.bytes', run.heap('skipped').peak - share)
    },
  },
  played({
    name: 'the runtime lacks two things of its own: no timer is cleared in its own task, nothing catches up',
    scenario: meets(40, 120, { pingresp: false }, { onReady: [{ afterMs: 500, peer: 'fin' }] }, {}),
    // That is what holds in every run (peer/clock.js); here where timers are set and cleared most.
    judge: (run) => assert.ok(run.faults().length >= 2),
  }),
]

function assertQuiet(run: Transcript): void {
  assert.deepEqual([run.of('open').length, run.faults()], [1, []])
}

/** What the peer takes of the heap: the same run with nothing behind it, beside a runtime without either. */
async function peersShare(bench: Bench): Promise<number> {
  const alone = await bench.playScript('', { scale: 10, untilMs: 10 })
  return alone.heap('loaded').used - (await bench.emptyHeap())
}
