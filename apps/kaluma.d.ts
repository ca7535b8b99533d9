/**
 * What an application finds on a Pico W with Kaluma 1.2.1 (`npm run build -- --app FILE --board pico-w`): Espruino's functions of
 * the same names, as far as the board has them, and Kaluma's modules by `require` (https://kalumajs.org/docs). Everything else of
 * Espruino is missing, and the build says so.
 */

/** A pin: GP0 to GP21, GP26 to GP28, or LED, which is on the radio chip and can only be written. */
type PicoPin = number

/** Returns the pin of a name such as 'GP15' or 'LED'; undefined where the board has none, or it is the radio's. */
declare function Pin(name: string): PicoPin | undefined
/** Drives a pin; the first time it becomes an output with that level. */
declare function digitalWrite(pin: PicoPin, level: number | boolean): void
/** Returns a pin's level. It becomes no input by this: see `pinMode`. */
declare function digitalRead(pin: PicoPin): 0 | 1
declare function pinMode(pin: PicoPin, mode: 'input' | 'output' | 'input_pullup' | 'input_pulldown'): void
/** Returns 0 to 1, of GP26, GP27 and GP28. */
declare function analogRead(pin: PicoPin): number
/** PWM: `value` is 0 to 1; `freq` in Hz, 1,000 unless given. */
declare function analogWrite(pin: PicoPin, value: number, options?: { readonly freq?: number }): void

interface WatchEvent {
  readonly pin: PicoPin
  readonly state: boolean
  /** Since the start, s. */
  readonly time: number
}
/** Calls `task` when a pin's level has changed. It is polled: what is shorter than a turn of the loop is missed. */
declare function setWatch(
  task: (event: WatchEvent) => void,
  pin: PicoPin,
  options?: {
    readonly repeat?: boolean
    readonly edge?: 'rising' | 'falling' | 'both'
    /** ms. */
    readonly debounce?: number
  },
): number
declare function clearWatch(id: number): void

declare function setTimeout<Values extends unknown[]>(
  task: (...values: Values) => void,
  ms?: number,
  ...values: Values
): number
declare function setInterval<Values extends unknown[]>(
  task: (...values: Values) => void,
  ms?: number,
  ...values: Values
): number
declare function clearTimeout(id: number): void
declare function clearInterval(id: number): void

/** Prints a line. */
declare function print(...values: unknown[]): void
declare const console: { log(...values: unknown[]): void }

/** A module of Kaluma's: fs, i2c, spi, uart, pwm, rp2 ... They are not checked here: https://kalumajs.org/docs. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- Kaluma has no types of its modules
declare function require(module: string): any

/** Since the start. */
declare function millis(): number
declare function micros(): number
