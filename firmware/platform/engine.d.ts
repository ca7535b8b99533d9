/**
 * What the firmware uses of the engine (https://www.espruino.com/Reference). Only `platform/espruino.ts` may name these;
 * the linter enforces it.
 */
declare function require(name: string): unknown
declare function print(text: string): void
declare function getTime(): number
declare function setTimeout(task: (argument?: true) => void, ms: number, argument?: true): number
declare function clearTimeout(id: number): void
declare function digitalWrite(pin: number, level: 0 | 1): void
declare function pinMode(pin: number, mode: 'input_pullup'): void
declare function setWatch(
  task: (event: { readonly pin: number }) => void,
  pin: number,
  options: { repeat: boolean; edge: 'falling'; debounce: number },
): number
declare function Pin(name: string): number | undefined
declare function atob(base64: string): string
declare const Modules: { getCached(): string[] }
declare const process: {
  readonly env: { readonly VERSION: string; readonly BOARD: string; readonly MODULES: string }
  memory(): { readonly free: number; readonly usage: number }
  on(event: 'uncaughtException', listener: (error: Error) => void): void
}
declare const global: { Int32Array?: unknown; Modules?: unknown; Pin?: unknown; RegExp?: unknown }
declare function getSerial(): string
declare const E: {
  srand(seed: number): void
  on(event: 'errorFlag', listener: (flags: string[]) => void): void
  getErrorFlags(): string[]
  toString(bytes: ArrayBuffer | Uint8Array): string | undefined
  toArrayBuffer(bytes: string): ArrayBuffer
  enableWatchdog(seconds: number, automatic: boolean): void
  kickWatchdog(): void
  reboot(): void
}
interface String {
  /** Built in, and makes no copy. */
  startsWith(search: string, position: number): boolean
}
