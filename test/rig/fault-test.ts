import { test } from 'node:test'
import { Bench, type BenchOptions } from './bench.ts'
import type { Habit } from './device.ts'

/** How the two kinds of board connect, for a test's name. */
const habitNames: Readonly<Record<Habit, string>> = {
  esp32: 'connect blocks and throws',
  esp8266: 'connect answers by events',
}

export interface FaultTestOptions extends BenchOptions {
  /** The kinds of board it runs on; both where the difference matters. Default: esp32. */
  habits?: readonly Habit[]
}

export const bothHabits: readonly Habit[] = ['esp32', 'esp8266']

/** Tests a fault: `body` causes it and asserts what is expected; then the five invariants are asserted. */
export function faultTest(name: string, body: (bench: Bench) => void, options: FaultTestOptions = {}): void {
  const { habits = ['esp32'], ...rest } = options
  for (const habit of habits) {
    test(habits.length > 1 ? `${name} (${habit}: ${habitNames[habit]})` : name, () => {
      const bench = new Bench({ habit, seed: name, ...rest })
      body(bench)
      bench.assertInvariants()
    })
  }
}
