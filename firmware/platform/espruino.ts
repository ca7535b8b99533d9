import type { BoardAtBoot, Bytes, Press, Store, Wifi } from '../platform.ts'

/** A contact bounces for less than this, ms. */
const debounceMs = 30
/** Longer than any blocking connect, s. */
const watchdogS = 300

/** The board as the start needs it. */
export function boardAtBoot(): BoardAtBoot {
  // Built in, or added while running. Asked for first: an exception would leave its prototype behind in memory.
  const modules = process.env.MODULES.split(',').concat(Modules.getCached())
  const has = (name: string): boolean => modules.indexOf(name) >= 0
  const optional = (name: string): unknown => (has(name) ? require(name) : undefined)
  const crypto = optional('crypto') as { SHA256?: (bytes: Bytes) => ArrayBuffer } | undefined
  const native = crypto && crypto.SHA256
  return {
    wifiModule: optional('Wifi') as Wifi | undefined,
    hasNet: has('net'),
    hasTls: has('tls'),
    storage: require('Storage') as Store,
    pinOf: Pin,
    seedRandom: E.srand,
    serial: getSerial(),
    nativeHash: native && ((bytes) => E.toString(native(bytes))!),
  }
}

/** The engine's version and the board's name. */
export function version(): string {
  return process.env.VERSION + ' ' + process.env.BOARD
}

/** Tells each press of a button between a pin and ground. */
export function watchButton(button: number, onPress: (press: Press) => void): void {
  pinMode(button, 'input_pullup')
  setWatch(onPress, button, { repeat: true, edge: 'falling', debounce: debounceMs })
}

/** From now on: tells `recover` what the engine dropped for want of memory; starts the watchdog. */
export function guard(recover: (flags: readonly string[]) => void): void {
  // Out of memory is no exception: the running handler or timer is dropped, and the program goes on without it.
  E.on('errorFlag', recover)
  E.enableWatchdog(watchdogS, false)
}

/** Frees what only the start uses, 13 JsVars with our own hash, 5 without. The engine makes it anew where it is wanted. */
export function forgetBuiltIns(): void {
  delete global.Int32Array
  delete global.Modules
  delete global.Pin
}
