import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppBench, buildApp } from './app-bench.ts'

const { script } = await buildApp('apps/schedule/schedule.ts')

/** 07:29:00 in China on a day of 2026. */
const morningMs = Date.UTC(2026, 10, 30, 7 - 8, 29)

function ready(timeMs?: number): AppBench {
  const bench = new AppBench(script, timeMs === undefined ? {} : { timeMs })
  again(bench)
  return bench
}

/** Boots, and waits until it is ready and its first messages are through. */
function again(bench: AppBench): void {
  bench.boot()
  bench.untilReady(10_000)
  bench.pass(3_000)
}

/** The levels of the pin, one after the other; each start drives it to the one that it had. */
const levels = (bench: AppBench): number[] =>
  bench.board.pinEdges.map(({ value }) => value).filter((value, at, all) => value !== all[at - 1])
const last = (bench: AppBench): unknown => bench.posted().at(-1)

test('a schedule is HH:MM on or off, with commas between, up to 100 bytes', () => {
  const bench = ready()
  const code = (Schedule: unknown): number | undefined => bench.replyTo(bench.setProps({ Schedule }))?.code
  for (const text of ['07:30 on', '00:00 off,23:59 on', '']) assert.equal(code(text), 200, text)
  for (const text of ['7:30 on', '24:00 on', '07:60 on', '07:30 On', '07:30 on,', 'x', 7, null, {}, '07-30 on'])
    assert.equal(code(text), 460, JSON.stringify(text))
  assert.equal(code(Array.from({ length: 12 }, () => '07:30 on').join(',')), 460)
  assert.deepEqual(last(bench), { PowerSwitch_1: 0, CountDown: 0, Schedule: '', TimeZone: 480 })
})

test('it is off at first, switches at a set, and refuses what is wrong by name', () => {
  const bench = ready()
  assert.deepEqual(levels(bench), [0])
  for (const [params, text] of [
    [{ PowerSwitch_1: 2 }, 'PowerSwitch_1 must be 0 or 1; '],
    [{ CountDown: -1 }, 'CountDown must be 0 to 86400 s; '],
    [{ CountDown: 1.5 }, 'CountDown must be 0 to 86400 s; '],
    [{ Schedule: '7 on' }, 'Schedule must be such as 07:30 on,23:00 off; '],
    [{ TimeZone: 900 }, 'TimeZone must be -720 to 840 minutes; '],
  ] as const)
    assert.deepEqual(bench.replyTo(bench.setProps(params))?.message, text)
  assert.equal(bench.replyTo(bench.setProps({ PowerSwitch_1: 1 }))?.code, 200)
  assert.deepEqual(levels(bench), [0, 1])
})

test('a countdown turns it over once, without a clock, without the cloud, and says so when it is back', () => {
  const bench = ready()
  bench.setProps({ PowerSwitch_1: 1, CountDown: 60 })
  bench.connection.abandon()
  bench.answers('refused')
  bench.pass(57_000)
  assert.deepEqual(levels(bench), [0, 1])
  bench.pass(4_000)
  assert.deepEqual(levels(bench), [0, 1, 0])
  bench.answers('open')
  bench.untilReady(120_000)
  bench.pass(3_000)
  assert.deepEqual(last(bench), { PowerSwitch_1: 0, CountDown: 0, Schedule: '', TimeZone: 480 })
  bench.pass(3_600_000)
  assert.deepEqual(levels(bench), [0, 1, 0])
})

test('the schedule switches once a day in its time zone, also without the cloud and through the reboots of a board without link', () => {
  const bench = ready(morningMs)
  bench.setProps({ Schedule: '07:30 on,07:32 off,08:40 on' })
  assert.deepEqual(levels(bench), [0])
  bench.pass(60_000)
  assert.deepEqual(levels(bench), [0, 1])
  bench.connection.abandon()
  bench.answers('refused')
  bench.pass(120_000)
  assert.deepEqual(levels(bench), [0, 1, 0])
  bench.pass(66 * 60_000)
  assert.deepEqual(levels(bench), [0, 1, 0])
  // Each of the four reboots may make the clock some seconds late.
  bench.pass(3 * 60_000)
  assert.deepEqual(levels(bench), [0, 1, 0, 1])
  assert.equal(bench.board.boots, 5)
})

test('without a clock the schedule switches nothing', () => {
  const bench = ready()
  bench.setProps({ Schedule: '00:00 on,07:30 on,12:00 on' })
  bench.pass(3_600_000)
  assert.deepEqual(levels(bench), [0])
})

test('state, schedule and countdown outlive a power cut; a countdown that ended meanwhile acts when the clock is known', () => {
  const bench = ready(morningMs)
  bench.setProps({ PowerSwitch_1: 1, Schedule: '12:00 off', TimeZone: 60, CountDown: 120 })
  bench.pass(7_000)
  bench.board.powerOff()
  bench.pass(300_000)
  again(bench)
  assert.deepEqual(levels(bench), [0, 1, 0])
  assert.deepEqual(last(bench), { PowerSwitch_1: 0, CountDown: 0, Schedule: '12:00 off', TimeZone: 60 })
})

test('what stands in the minute in which a board starts does not switch: its time was before', () => {
  const bench = ready(morningMs)
  bench.setProps({ Schedule: '07:31 on' })
  bench.pass(7_000)
  bench.board.powerOff()
  bench.pass(125_000 - bench.clock.now())
  again(bench)
  bench.pass(120_000)
  assert.equal(bench.board.pin('D4'), 0)
})
