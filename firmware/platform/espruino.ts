import type { Bytes, Hash, Press, Wifi } from '../platform.ts'

/** A contact bounces for less than this, ms. */
const debounceMs = 30
/** Longer than any blocking connect, s. */
const watchdogS = 300

/** Built in, or added while running. Asked for before `require`: an exception would leave its prototype behind in memory. */
export function modulesOf(): readonly string[] {
  return process.env.MODULES.split(',').concat(Modules.getCached())
}

/** The build's own SHA-256; undefined where it has none. */
export function nativeHash(modules: readonly string[]): Hash | undefined {
  const native = modules.indexOf('crypto') >= 0 && (require('crypto') as Crypto).SHA256
  return native ? (bytes) => E.toString(native(bytes))! : undefined
}
interface Crypto {
  readonly SHA256?: (bytes: Bytes) => ArrayBuffer
}

/** Undefined where the board has no Wi-Fi. */
export function wifiModule(modules: readonly string[]): Wifi | undefined {
  return modules.indexOf('Wifi') < 0 ? undefined : (require('Wifi') as Wifi)
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

/**
 * Frees what only the start uses: 13 JsVars with our own hash, 5 without, RegExp not counted. The engine makes it anew where
 * it is wanted.
 */
export function forgetBuiltIns(): void {
  delete global.Int32Array
  delete global.Modules
  delete global.Pin
  delete global.RegExp
}
