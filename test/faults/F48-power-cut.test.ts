import assert from 'node:assert/strict'
import type { PinEdge } from '../../tools/board/pins/pins.ts'
import { writeJournal } from '../firmware/support/journal.ts'
import type { Bench } from '../rig/bench.ts'
import { faultTest } from '../rig/fault-test.ts'
import { deviceJson, withRestore } from '../rig/identity.ts'
import { unrestored } from '../rig/in-place-of-switch.ts'

/** The power fails, and comes back after a minute. */
function cutPower(bench: Bench): void {
  bench.board.powerOff()
  bench.peer.abandonAll()
  bench.device.restarted('power-on')
  bench.pass(60_000)
  bench.boot()
}

const savedState = (bench: Bench): string | undefined => bench.device.saved()

/** Cuts the power in the very call that drives the pin to 1. */
const atEdge = (bench: Bench) => (edge: PinEdge) => {
  if (edge.was === 0 && edge.value === 1) bench.board.powerOff()
}

faultTest(
  'F48 power is cut between the pin and the save: boots to the state before, posts it, and the next set works',
  (bench) => {
    bench.bootReady()
    bench.set(1)
    bench.pass(6_000)
    bench.set(0)
    bench.pass(6_000)
    bench.device.onEdge = atEdge(bench)
    bench.set(1)
    bench.until(() => !bench.board.isRunning, 1_000)
    bench.device.onEdge = () => undefined
    assert.equal(bench.board.pinEdges.at(-1)?.value, 1, 'the pin was driven')
    assert.equal(savedState(bench), '"PowerSwitch_1":0')
    cutPower(bench)
    bench.pass(10)
    assert.equal(bench.level, 0)
    bench.untilReady(10_000)
    bench.pass(1_000)
    assert.deepEqual(bench.posts().at(-1), { PowerSwitch_1: 0 })
  },
  { config: withRestore() },
)

faultTest(
  'F48 power is cut before anything was ever saved: boots to off, and the log says so',
  (bench) => {
    bench.device.onEdge = atEdge(bench)
    bench.bootReady()
    bench.set(1)
    bench.until(() => !bench.board.isRunning, 1_000)
    bench.device.onEdge = () => undefined
    assert.equal(savedState(bench), undefined)
    cutPower(bench)
    bench.pass(10)
    assert.equal(bench.level, 0)
    assert.equal(bench.log.with(`${unrestored} PowerSwitch_1`).length, 2, 'at both starts')
  },
  { config: withRestore() },
)

faultTest(
  'F48 power is cut 1 s after a second set, while flash rests: boots to the first, which is what was saved',
  (bench) => {
    bench.bootReady()
    bench.set(1)
    bench.pass(1_000)
    bench.set(0)
    bench.pass(1_000)
    cutPower(bench)
    bench.pass(10)
    assert.equal(bench.level, 1)
    bench.untilReady(10_000)
    bench.pass(1_000)
    assert.deepEqual(bench.posts().at(-1), { PowerSwitch_1: 1 })
  },
  { config: withRestore() },
)

/** Puts the pages into the journal; a Pico W has a file, which holds the record alone, and whole. */
function writeSaved({ device }: Bench, pages: readonly string[]): void {
  if (device.kaluma === undefined) return writeJournal(device.storage, ...pages)
  const record = pages.join('').replace(/^0/, '').replace(/\n/g, '')
  // What the journal does not take for a record is one in a file.
  if (pages.length > 0)
    device.kaluma.flash.write('/switches', Buffer.from(/^"PowerSwitch_1":1/.test(record) ? '"' : record, 'latin1'))
}

/** What the two pages of the journal hold. */
const broken: Readonly<Record<string, readonly string[]>> = {
  'never written (all 0xFF)': [],
  'half written': ['0"Power'],
  'cut before its end': ['0"PowerSwitch_1":1'],
  'a number and no record': ['0', '1'],
  'without a number': ['"PowerSwitch_1":1\n'],
  'of another number': ['7"PowerSwitch_1":1\n'],
  'an empty record': ['0\n'],
  'an array': ['0[1]\n'],
  null: ['0null\n'],
  'a text': ['0"PowerSwitch_1"\n'],
  'braces in braces': ['0{"PowerSwitch_1":1}\n'],
  'of another switch': ['0"PowerSwitch_9":1\n'],
  'a value that is none': ['0"PowerSwitch_1":2\n'],
  'a text for a value': ['0"PowerSwitch_1":"1"\n'],
  'all zero bytes': ['\0'.repeat(4096), '\0'.repeat(4096)],
  'full of one text': ['0'.repeat(4096)],
}

for (const [how, pages] of Object.entries(broken)) {
  for (const [activeHigh, off] of [
    [true, 0],
    [false, 1],
  ] as const) {
    const level = activeHigh ? 'high' : 'low'
    faultTest(
      `F48 the saved state is ${how}: the switch, active ${level}, starts off, the log says so, and the next state is saved`,
      (bench) => {
        writeSaved(bench, pages)
        bench.boot()
        bench.pass(100)
        assert.equal(bench.level, off)
        assert.equal(bench.log.with(`${unrestored} PowerSwitch_1`).length, 1)
        bench.untilReady(10_000)
        bench.set(1)
        bench.pass(1_000)
        assert.equal(savedState(bench), '"PowerSwitch_1":1')
        bench.set(0)
        bench.pass(10_000)
      },
      {
        config: { ...deviceJson(), switches: { PowerSwitch_1: { pin: 'D2', activeHigh, atBoot: 'restore' } } },
      },
    )
  }
}
