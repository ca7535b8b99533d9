import { test } from 'node:test'
import { Bench, type BenchOptions } from './bench.ts'
import type { Habit } from './device.ts'
import { faultsAs, whyNotAs } from './in-place-of-switch.ts'
import { whyNotOnPicoW } from './on-pico-w.ts'

/** How the kinds of board connect, for a test's name. */
const habitNames: Readonly<Record<Habit, string>> = {
  esp32: 'connect blocks and throws',
  esp8266: 'connect answers by events',
  'pico-w': 'Kaluma, which tells little',
}

export interface FaultTestOptions extends BenchOptions {
  /** The kinds of board it runs on; all where the difference matters. Default: one of each runtime. */
  habits?: readonly Habit[]
}

/**
 * FAULTS_ON of the environment: `espruino` leaves the Pico W out, as `npm test` does, `pico-w` all others; without it the tests run
 * on all boards.
 */
const faultsOn = process.env['FAULTS_ON']

const isTried = (habit: Habit): boolean =>
  habit === 'pico-w'
    ? // The script of properties is tried on the boards that run one script.
      faultsAs === 'switch' && faultsOn !== 'espruino'
    : faultsOn !== 'pico-w'

export const allHabits: readonly Habit[] = ['esp32', 'esp8266', 'pico-w']
const eachRuntime: readonly Habit[] = ['esp32', 'pico-w']

/** Tests a fault: `body` causes it and asserts what is expected; then the five invariants are asserted. */
export function faultTest(name: string, body: (bench: Bench) => void, options: FaultTestOptions = {}): void {
  const { habits = eachRuntime, ...rest } = options
  for (const habit of habits.filter(isTried)) {
    const isPlain = habits.length === 1 || (habits === eachRuntime && habit === 'esp32')
    // A test for it alone says what it does instead.
    const skip = whyNotAs(name) ?? (habit === 'pico-w' && habits.length > 1 && whyNotOnPicoW(name))
    test(isPlain ? name : `${name} (${habit}: ${habitNames[habit]})`, { skip }, () => {
      const bench = new Bench({ habit, seed: name, ...rest })
      body(bench)
      bench.assertInvariants()
    })
  }
}
