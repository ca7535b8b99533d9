import type { Board, BoardAtBoot, Bytes, Network, Socket, Store, Wifi } from '../platform.ts'

/** Longer than any blocking connect, s. */
const watchdogS = 300
const startedAt = getTime()

// Functions of the top level: one that is made inside another keeps all that the other holds.

function log(levelAndArea: string, message: string): void {
  print(('00000' + (getTime() - startedAt).toFixed(3)).substr(-9) + ' ' + levelAndArea + ' ' + message)
}

function destroy(socket: Socket): void {
  // end() waits until the peer has taken all; this is the flag the engine's own end() sets when nothing is unsent.
  socket.end()
  ;(socket as Socket & { clsNow: boolean }).clsNow = true
}

/** The running board: native functions where the shapes fit, as a wrapper costs the engine 5 JsVars and a call. */
export function createBoard(atBoot: BoardAtBoot): Board {
  return {
    wifi: atBoot.wifi,
    net: atBoot.net,
    tls: atBoot.tls,
    store: atBoot.store,
    drive: atBoot.drive,
    log: log,
    after: setTimeout,
    cancel: clearTimeout,
    now: getTime,
    destroy: destroy,
    kick: E.kickWatchdog,
    reboot: E.reboot,
    errorFlags: E.getErrorFlags,
  }
}

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
