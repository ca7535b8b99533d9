import type { Board, Bytes, Network, Socket, Store, Wifi } from '../platform.ts'

/** A built-in module, or undefined: `process.env.MODULES` does not know those that were added while running. */
function optional(name: string): unknown {
  try {
    return require(name)
  } catch (error) {
    return undefined
  }
}

/** Longer than any blocking connect. */
const watchdogS = 300
const startedAt = getTime()

function nativeHash() {
  const crypto = optional('crypto') as { SHA256?: (bytes: Bytes) => ArrayBuffer } | undefined
  const native = crypto && crypto.SHA256
  return native ? (bytes: Bytes): Bytes => E.toString(native(bytes))! : undefined
}

/** The one file that names the engine's parts. */
export const board: Board = {
  wifi: optional('Wifi') as Wifi | undefined,
  net: optional('net') as Network | undefined,
  tls: optional('tls') as Network | undefined,
  store: require('Storage') as Store,
  hash: nativeHash(),
  log: (level, area, message) => {
    print((getTime() - startedAt).toFixed(3) + ' ' + level + ' ' + area + ' ' + message)
  },
  after: (task, ms) => setTimeout(task, ms),
  cancel: (timer) => clearTimeout(timer),
  now: () => getTime(),
  pin: (name) => Pin(name),
  // By its name each time: tests replace the global.
  drive: (pin, level) => digitalWrite(pin, level),
  destroy: (socket) => {
    // end() waits until the peer has taken all; this is the flag the engine's own end() sets when nothing is unsent.
    socket.end()
    ;(socket as Socket & { clsNow: boolean }).clsNow = true
  },
  kick: () => E.kickWatchdog(),
  reboot: () => E.reboot(),
  version: () => process.env.VERSION + ' ' + process.env.BOARD,
  guard: (recover) => {
    process.on('uncaughtException', (error) => recover('bug ' + error))
    E.on('errorFlag', (flags) => {
      // Out of memory is no exception: the running handler or timer is dropped, and the program goes on without it.
      if (flags.indexOf('MEMORY') >= 0 || flags.indexOf('CALLBACK') >= 0) recover('bug ' + flags)
      // Without this the same flag is never told again.
      E.getErrorFlags()
    })
    E.enableWatchdog(watchdogS, false)
  },
}
