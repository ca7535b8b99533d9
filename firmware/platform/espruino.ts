import type { Bytes, Hash, Wifi } from './platform.ts'

/** The watchdog's time, s: longer than any connect that blocks. */
const watchdogS = 300

/**
 * Returns the names of all modules, those built in and those added at run time. They are looked up before `require`, whose
 * exception would leave its prototype in memory.
 */
export function modulesOf(): readonly string[] {
  return process.env.MODULES.split(',').concat(Modules.getCached())
}

/** Returns the build's own SHA-256, undefined where it has none. */
export function nativeHash(modules: readonly string[]): Hash | undefined {
  const native = modules.indexOf('crypto') >= 0 && (require('crypto') as Crypto).SHA256
  return native ? (bytes) => E.toString(native(bytes))! : undefined
}
interface Crypto {
  readonly SHA256?: (bytes: Bytes) => ArrayBuffer
}

/** Returns the engine's Wifi module, undefined where the board has no Wi-Fi. None of its calls blocks for long. */
export function wifiModule(modules: readonly string[], _ranNow: () => void): Wifi | undefined {
  return modules.indexOf('Wifi') < 0 ? undefined : (require('Wifi') as Wifi)
}

/**
 * Returns how strong the Wi-Fi is that the board is in, dBm; undefined, or 0, without any. An ESP32 says it in its status, an ESP8266 in
 * its details (Espruino's libs/network/esp32 and esp8266); the AT module of an Espruino WiFi has neither.
 */
export function rssi(): number | undefined {
  try {
    const wifi = require('Wifi') as WifiState
    return wifi.getStatus().rssi || wifi.getDetails().rssi
  } catch (error) {
    return undefined
  }
}
interface WifiState {
  getStatus(): { readonly rssi?: number }
  getDetails(): { readonly rssi?: number }
}

/** The header of a file in Storage: size in 3 bytes, flags in the fourth, then the name (Espruino's jsflash.h). */
const headerBytes = 32
const nameAt = 4
const nameBytes = 28
/** Size of a file that holds two whole pages of 4,096 bytes wherever it lies. */
const journalBytes = 12_288

/**
 * Returns the address in flash of the bytes of the file `name` of Storage. Makes the file where there is none: behind all
 * others, and only when there is room without moving any. Returns 0 where it cannot be made, or Storage is not
 * found. @start
 */
export function placeOf(name: string): number {
  const store = require('Storage') as Storage
  const flash = require('Flash') as Flash
  if (!store.read(name) && store.getFree() > headerBytes + journalBytes) store.write(name, '\xff', 0, journalBytes)
  const size = (store.read(name) || '').length
  // The whole name is compared: where power failed while the header was written, the rest of the name is 0xFF.
  let wanted = name
  while (wanted.length < nameBytes) wanted += '\0'
  // Where Storage begins: ESP32 and its family, ESP8266 with 4 MB, the Linux build (Espruino's boards/*.py).
  const starts = [0x320000, 0xcb000, 0x10000000]
  let at: number | undefined
  while ((at = starts.shift())) {
    // From header to header, as the engine does; where none follows, the next page may begin with one.
    let page
    for (let gaps = 0; gaps < 2 && (page = flash.getPage(at));) {
      const header = flash.read(headerBytes, at)
      const bytes = header[0]! | (header[1]! << 8) | (header[2]! << 16)
      at += headerBytes
      if (bytes === size && E.toString(header)!.substr(nameAt) === wanted) return at
      gaps++
      if (!bytes || bytes === 0xffffff) at = page.addr + page.length
      else {
        gaps = 0
        at = (at + bytes + 3) & ~3
      }
    }
  }
  return 0
}
interface Storage {
  read(name: string): Bytes | undefined
  write(name: string, bytes: Bytes, offset: number, size: number): boolean
  getFree(): number
}
interface Flash {
  read(length: number, address: number): Uint8Array
  getPage(address: number): { readonly addr: number; readonly length: number } | undefined
}

/** Starts the watchdog, and has the engine call `recover` with its error flags. */
export function guard(
  recover: (flags: readonly string[]) => void,
  _save: () => void,
  _log: (text: string) => void,
): void {
  // Out of memory, the engine throws no exception: it drops the running handler or timer and goes on without it.
  E.on('errorFlag', recover)
  E.enableWatchdog(watchdogS, false)
}

/** The link is ready: nothing to do, since the watchdog runs from the start. */
export function onReady(): void {
  return
}

/**
 * Frees the built-ins that only the start uses: 13 JsVars with the firmware's own SHA-256, 5 without, RegExp not counted. The
 * engine makes them anew when they are used again.
 */
export function forgetBuiltIns(withRegExp: boolean): void {
  delete global.Int32Array
  delete global.Modules
  delete global.Pin
  if (withRegExp) delete global.RegExp
}
