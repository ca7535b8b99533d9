import assert from 'node:assert/strict'
import type { KalumaCase } from './case.ts'
import { endAfter, meets, played } from './ring-b.ts'
import { setPayload } from './scenario.ts'

const app = 'test/lab/kaluma/mistakes-app.js'
const mistake = (id: string, name: string) => ({ afterMs: 1500, set: setPayload(id, { Mistake: name }) })

/** An application with mistakes: they are logged, and the link goes on. */
export const applicationCases: readonly KalumaCase[] = [
  played({
    name: 'app: what it throws at its top level, in a timer, a watch, a listener and a handler is logged, and the link goes on',
    scenario: meets(10, 60, {
      onReady: [
        mistake('1', 'timer'),
        mistake('2', 'handler'),
        { afterMs: 1500, press: 14 },
        { afterMs: 1500, press: 14 },
        mistake('3', 'interval'),
        mistake('4', 'clear'),
        { afterMs: 4000, set: setPayload('5', { Light: 1 }) },
        endAfter(2500),
      ],
    }),
    options: { app },
    judge(run) {
      for (const says of [
        /E app bug Error: at the top$/,
        /Uncaught Error: in a timer$/,
        /Uncaught Error: in a watch$/,
        /Uncaught Error: at connect$/,
        /E app bug Error: in a handler$/,
        /Uncaught Error: in an interval$/,
      ])
        assert.match(run.output, new RegExp(says.source, 'm'))
      // A watch goes on after it threw.
      assert.equal(run.output.match(/Uncaught Error: in a watch/g)?.length, 2)
      // Five turns of the interval, each of which threw, then it was cleared from inside.
      assert.equal(run.output.match(/Uncaught Error: in an interval/g)?.length, 5)
      assert.match(run.output, /^cleared itself 3$/m)
      assert.deepEqual([run.of('open').length, run.faults()], [1, []])
      assert.deepEqual(
        run.replies().map(({ id, code }) => `${id} ${code}`),
        ['1 200', '2 100001', '3 200', '4 200', '5 200'],
      )
      assert.deepEqual(run.levels(2), [1])
    },
  }),
]
