import type { Bytes } from '../platform.ts'
import { clearWatch, drive as digitalWrite, pinMode, pinOf as Pin, setWatch } from './pins.ts'
import { arrayOf } from './bytes.ts'
import { runtime } from './runtime.ts'
import { after, cancel, guarded } from './timers.ts'

/** The runtime's setInterval calls a function several times at once after a call that blocked: each here sets the next. */
const intervals: { [id: number]: number } = {}

function setInterval(task: (...values: unknown[]) => void, ms?: number, ...values: unknown[]): number {
  const id = after(next, ms)
  function next(): void {
    intervals[id] = after(next, ms)
    guarded(() => task(...values))
  }
  intervals[id] = id
  return id
}

function clearInterval(id?: number): void {
  const timer = intervals[id as number]
  delete intervals[id as number]
  cancel(timer === undefined ? id : timer)
}

/** Prints values in a line, with a space between them; bytes leave as they are. */
function print(...values: unknown[]): void {
  const line = values.map((value) => (typeof value === 'object' ? JSON.stringify(value) : '' + value)).join(' ')
  runtime.process.stdout.write(arrayOf(line + '\r\n'))
}

function digitalRead(pin: number): 0 | 1 {
  return runtime.digitalRead(pin)
}

/** 0 to 1, of GP26 to GP28. */
function analogRead(pin: number): number {
  return runtime.analogRead(pin)
}

/** PWM, `value` 0 to 1. */
function analogWrite(pin: number, value: number, options?: { readonly freq?: number }): void {
  runtime.analogWrite(pin, value, (options && options.freq) || 1000)
}

const setTimeout = after
const clearTimeout = clearInterval

/** Logs what an application has thrown at its top level. */
export function logThrown(error: { readonly stack?: Bytes } | undefined): void {
  print('E app bug ' + error + '\n' + (error && error.stack))
}

/**
 * What an application finds under Espruino's names, with Espruino's habits (apps/kaluma.d.ts). The build takes the list from here;
 * what an application does not use is not in its script.
 */
export {
  Pin,
  analogRead,
  analogWrite,
  clearInterval,
  clearTimeout,
  clearWatch,
  digitalRead,
  digitalWrite,
  pinMode,
  print,
  setInterval,
  setTimeout,
  setWatch,
}
