import { phrase } from '../command-line/language.ts'

/** Why a pin cannot switch anything, though a button can be read there. */
export const inputOnly = phrase`is an input only`

/** `pinRange(26, 28)` returns D26 D27 D28; `port` is what stands before the number. */
export function pinRange(first: number, last: number, port = 'D'): string[] {
  return Array.from({ length: last - first + 1 }, (_, at) => `${port}${first + at}`)
}

/** Returns a record that gives several pins the same reason. */
export function because(reason: string, ...pins: readonly string[]): Record<string, string> {
  return Object.fromEntries(pins.map((pin) => [pin, reason]))
}
