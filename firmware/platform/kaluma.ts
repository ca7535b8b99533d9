import { arrayOf, fromCharCode } from './kaluma/bytes.ts'
import { emit, on } from './kaluma/events.ts'
import { guardJson } from './kaluma/json.ts'
import { drive, pinOf } from './kaluma/pins.ts'
import { runtime } from './kaluma/runtime.ts'
import { connect, freePlaces, onNoSocketLeft } from './kaluma/socket.ts'
import { after, cancel, tellThrown } from './kaluma/timers.ts'
import { feed, isWatched, reset, runWatchdog, startWatchdog } from './kaluma/watchdog.ts'
import { createWifi, pollWifi } from './kaluma/wifi.ts'
import type { Board, Hash, Wifi } from './platform.ts'

export { fromCharCode }
export { rssi } from './kaluma/wifi.ts'

guardJson()
tellThrown((error) => print('Uncaught ' + error + '\n' + ((error as Error | undefined) || { stack: '' }).stack))

/** Prints a line; its bytes leave as they are. */
function print(line: string): void {
  if (/[\x80-\xff]/.test(line)) runtime.process.stdout.write(arrayOf(line + '\r\n'))
  else runtime.print(line + '\r\n')
}

function unavailable(): never {
  throw new Error('not on this board')
}

let saveKept: () => void

/** What the firmware uses of the board while it runs: the build puts it in the place of `board`. */
export const board: Omit<Board, 'store' | 'flash' | 'text' | 'digest'> = {
  net: { connect: connect },
  tls: { connect: unavailable },
  print: print,
  after: after,
  cancel: cancel,
  now: () => runtime.millis() / 1000,
  drive: drive,
  kick: () => {
    feed()
    pollWifi()
    freePlaces()
  },
  reboot: reset,
  // Out of memory, the runtime ends: the watchdog is what helps then.
  errorFlags: () => [],
  outOfMemory: 'MEMORY',
  callbackLost: 'CALLBACK',
  // A host that is not found is thrown, never an event.
  noAddress: -6,
  noSuchHost: 'DNS',
  closeNow: 'clsNow',
  emit: emit,
  on: on,
  pinOf: pinOf,
  seedRandom: (number) => runtime.seed(number >>> 0),
  serial: runtime.board.uid,
  version: 'Kaluma ' + runtime.process.version + ' pico-w',
}

/** Returns the names of what the firmware asks for: TLS is not among it, on no build. */
export function modulesOf(): readonly string[] {
  return runtime.__netdev && runtime.__ieee80211dev ? ['net', 'Wifi'] : []
}

/** The runtime has no hash of its own. */
export function nativeHash(_modules: readonly string[]): Hash | undefined {
  return undefined
}

/** Returns the board's Wi-Fi. `ranNow` is called after what blocks. */
export function wifiModule(modules: readonly string[], ranNow: () => void): Wifi | undefined {
  return modules.indexOf('Wifi') < 0 ? undefined : createWifi(() => isWatched() && saveKept(), ranNow)
}

/** Whatever a record is called, the file of its name holds it (kaluma/journal.ts). */
export function placeOf(_name: string): number {
  return 1
}

/** Starts what guards the board. `save` saves what is to be kept before a reset. */
export function guard(
  _recover: (flags: readonly string[]) => void,
  save: () => void,
  log: (text: string) => void,
): void {
  saveKept = save
  if (startWatchdog()) log('W board watchdog off until the next start')
  onNoSocketLeft(() => {
    log('W board no socket left: reboot')
    save()
    reset()
  })
}

/** The link is ready. */
export function onReady(): void {
  runWatchdog()
}

/** The engine has memory enough for all. */
export function forgetBuiltIns(_withRegExp: boolean): void {
  return
}
