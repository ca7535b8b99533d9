import type { BoardAtBoot, Bytes, Network, Store, Wifi } from '../platform.ts'

/** Longer than any blocking connect, s. */
const watchdogS = 300

/** The board as the start needs it. */
export function boardAtBoot(): BoardAtBoot {
  // Built in, or added while running. Asked for first: an exception would leave its prototype behind in memory.
  const modules = process.env.MODULES.split(',').concat(Modules.getCached())
  const optional = (name: string): unknown => (modules.indexOf(name) < 0 ? undefined : require(name))
  const crypto = optional('crypto') as { SHA256?: (bytes: Bytes) => ArrayBuffer } | undefined
  const native = crypto && crypto.SHA256
  return {
    wifi: optional('Wifi') as Wifi | undefined,
    net: optional('net') as Network | undefined,
    tls: optional('tls') as Network | undefined,
    store: require('Storage') as Store,
    drive: digitalWrite,
    pin: Pin,
    seed: E.srand,
    serial: getSerial(),
    hash: native && ((bytes) => E.toString(native(bytes))!),
  }
}

/** The engine's version and the board's name. */
export function version(): string {
  return process.env.VERSION + ' ' + process.env.BOARD
}

/** From now on: tells `recover` what the engine dropped for want of memory; starts the watchdog. */
export function guard(recover: (flags: readonly string[]) => void): void {
  // Out of memory is no exception: the running handler or timer is dropped, and the program goes on without it.
  E.on('errorFlag', recover)
  E.enableWatchdog(watchdogS, false)
}
