import type { Board, BoardAtBoot, Bytes, Network, Socket, Store, Wifi } from '../platform.ts'

/** Longer than any blocking connect, s. */
const watchdogS = 300
const startedAt = getTime()

/** A built-in module, or undefined; not by `process.env.MODULES`, which does not know modules added while running. */
function optional(name: string): unknown {
  try {
    return require(name)
  } catch (error) {
    return undefined
  }
}

/** Native functions where the shapes fit: a wrapper costs the engine 5 JsVars and a call. */
export const board: Board = {
  wifi: optional('Wifi') as Wifi | undefined,
  net: optional('net') as Network | undefined,
  tls: optional('tls') as Network | undefined,
  store: require('Storage') as Store,
  log: (levelAndArea, message) => {
    print((getTime() - startedAt).toFixed(3) + ' ' + levelAndArea + ' ' + message)
  },
  after: setTimeout,
  cancel: clearTimeout,
  now: getTime,
  // By its name each time: tests replace the global.
  drive: (pin, level) => digitalWrite(pin, level),
  destroy: (socket) => {
    // end() waits until the peer has taken all; this is the flag the engine's own end() sets when nothing is unsent.
    socket.end()
    ;(socket as Socket & { clsNow: boolean }).clsNow = true
  },
  kick: E.kickWatchdog,
  reboot: E.reboot,
}

/** The same board as the start needs it. */
export function boardAtBoot(): BoardAtBoot {
  const crypto = optional('crypto') as { SHA256?: (bytes: Bytes) => ArrayBuffer } | undefined
  const native = crypto && crypto.SHA256
  return {
    wifi: board.wifi,
    net: board.net,
    store: board.store,
    drive: board.drive,
    pin: Pin,
    hash: native && ((bytes) => E.toString(native(bytes))!),
  }
}

/** The engine's version and the board's name. */
export function version(): string {
  return process.env.VERSION + ' ' + process.env.BOARD
}

/** From now on: tells `recover` what the engine dropped for want of memory or after a bug; starts the watchdog. */
export function guard(recover: (cause: string) => void): void {
  process.on('uncaughtException', (error) => recover('bug ' + error))
  E.on('errorFlag', (flags) => {
    // Out of memory is no exception: the running handler or timer is dropped, and the program goes on without it.
    if (flags.indexOf('MEMORY') >= 0 || flags.indexOf('CALLBACK') >= 0) recover('bug ' + flags)
    // Without this the same flag is never told again.
    E.getErrorFlags()
  })
  E.enableWatchdog(watchdogS, false)
}
