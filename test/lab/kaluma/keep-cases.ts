import assert from 'node:assert/strict'
import type { KalumaCase } from './case.ts'
import { pin } from './judged.ts'
import { endAfter, meets, played } from './ring-b.ts'
import { setPayload, type Scenario } from './scenario.ts'

const on = '"PowerSwitch_1":1'
const hexOf = (text: string): string => Buffer.from(text, 'latin1').toString('hex')
const start = (files: Scenario['files'] = {}): Scenario => ({
  ...meets(10, 30, { onReady: [endAfter(3000)] }),
  files,
})

/** What is kept in files, and the watchdog that a file holds back. */
export const keepCases: readonly KalumaCase[] = [
  played({
    name: 'F48: a state is written beside the old one and renamed over it, at most every 5 s, the newest one',
    scenario: meets(10, 60, {
      onReady: [
        { afterMs: 1500, set: setPayload('1', { PowerSwitch_1: 1 }) },
        { afterMs: 500, set: setPayload('2', { PowerSwitch_1: 0 }) },
        { afterMs: 500, set: setPayload('3', { PowerSwitch_1: 1 }) },
        { afterMs: 500, set: setPayload('4', { PowerSwitch_1: 0 }) },
        endAfter(12_000),
      ],
    }),
    judge(run) {
      assert.deepEqual(
        run.of('file').map(({ rest }) => rest),
        [
          `write /switches.new ${hexOf('"PowerSwitch_1":1')}`,
          'rename /switches.new /switches',
          `write /switches.new ${hexOf('"PowerSwitch_1":0')}`,
          'rename /switches.new /switches',
        ],
      )
      const [first, , second] = run.of('file')
      assert.ok(second!.at - first!.at > 4500, 'saved too soon')
    },
  }),
  played({
    name: 'F48: the next start restores what the file holds, with one edge, and does not write it again',
    scenario: start({ '/switches': on }),
    judge(run) {
      assert.deepEqual(run.levels(pin), [1])
      assert.deepEqual(run.posts()[0], { PowerSwitch_1: 1 })
      assert.deepEqual([run.of('file'), run.said(/no saved state/)], [[], []])
    },
  }),
  ...(
    [
      ['an empty file', ''],
      ['half a record', '"PowerSw'],
      ['a value that is none', '"PowerSwitch_1":2'],
      ['bytes above 0x7F', '\xff\xfe\x80'],
      ['brackets without an end', '"a":'.concat('['.repeat(400))],
    ] as const
  ).map(([what, text]) =>
    played({
      name: `F48: ${what} in the place of the saved state means off, and a warning`,
      scenario: start({ '/switches': text }),
      judge(run) {
        assert.deepEqual(run.levels(pin), [0])
        run.line(/ W switch no saved state, so off: PowerSwitch_1$/)
        run.line(/ I mqtt ready$/)
      },
    }),
  ),
  played({
    name: 'F48: a power cut between write and rename leaves the old state, and the next save works',
    scenario: {
      ...meets(10, 30, { onReady: [{ afterMs: 1500, set: setPayload('1', { PowerSwitch_1: 0 }) }, endAfter(3000)] }),
      files: { '/switches': on, '/switches.new': '"Pow' },
    },
    judge(run) {
      assert.deepEqual(run.levels(pin), [1, 0])
      assert.equal(run.of('file').at(-1)?.rest, 'rename /switches.new /switches')
    },
  }),
  played({
    name: 'F48: a full flash is logged, and the link goes on',
    scenario: {
      ...meets(10, 30, { onReady: [{ afterMs: 1500, set: setPayload('1', { PowerSwitch_1: 1 }) }, endAfter(3000)] }),
      flashIsFull: true,
    },
    judge(run) {
      run.line(/ W keep not saved: /)
      assert.deepEqual(run.replies(), [{ id: '1', code: 200 }])
      assert.deepEqual(run.levels(pin), [0, 1])
    },
  }),
  played({
    name: 'watchdog: it starts at the first ready with 8,300 ms, and is fed every second',
    scenario: meets(10, 60, { onReady: [endAfter(30_000)] }),
    judge(run) {
      const ready = run.line(/ I mqtt ready$/)
      const [first, ...others] = run.of('watchdog')
      assert.deepEqual([first?.rest, others], ['8300', []])
      assert.ok(first!.at >= ready.at && first!.at < ready.at + 500)
      const fed = run.of('fed').map(({ at }) => at)
      assert.ok(fed[0]! >= ready.at)
      assert.ok(fed.length >= 25, `fed ${fed.length} times`)
    },
  }),
  played({
    name: 'watchdog: it never runs before the first ready, however long that takes',
    scenario: meets(20, 75, { connack: 'never' }),
    judge: (run) => assert.deepEqual([run.of('watchdog'), run.of('fed')], [[], []]),
  }),
  played({
    name: 'watchdog: /hold keeps it off for this start, and is removed',
    scenario: start({ '/hold': '' }),
    judge(run) {
      run.line(/ W board watchdog off until the next start$/)
      assert.deepEqual(
        run.of('file').map(({ rest }) => rest),
        ['unlink /hold'],
      )
      assert.deepEqual([run.of('watchdog'), run.of('fed')], [[], []])
      run.line(/ I mqtt ready$/)
    },
  }),
]
