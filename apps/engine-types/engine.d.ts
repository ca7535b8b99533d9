/** The interpreter and the chip: console, E, process, modules, memory. */

/** Writes to the console, which `npm run logs` shows. */
declare function print(...values: readonly unknown[]): void
declare const console: {
  debug(...values: readonly unknown[]): void
  error(...values: readonly unknown[]): void
  info(...values: readonly unknown[]): void
  log(...values: readonly unknown[]): void
  warn(...values: readonly unknown[]): void
  /** Writes where it is called from, too. */
  trace(...values: readonly unknown[]): void
}

type ErrorFlag = 'FIFO_FULL' | 'BUFFER_FULL' | 'CALLBACK' | 'LOW_MEMORY' | 'MEMORY' | 'UART_OVERFLOW'

interface EngineFlags {
  deepSleep: boolean
  pretokenise: boolean
  unsafeFlash: boolean
  unsyncFiles: boolean
}

declare const E: {
  /** Returns the CRC-32 of bytes. */
  CRC32(data: ByteSource): number
  /** Fast Fourier transform, in place; `imaginary` may be left out. */
  FFT(real: number[] | ArrayBufferView, imaginary?: number[] | ArrayBufferView, inverse?: boolean): void
  /** Hue, saturation and brightness of 0 to 1 as 0xBBGGRR; with format 16 as 5-6-5 bits, with 1 as `[r, g, b]` of 0 to 255. */
  HSBtoRGB(hue: number, saturation: number, brightness: number, format: 1): [number, number, number]
  HSBtoRGB(hue: number, saturation: number, brightness: number, format?: 16 | 24): number
  /** Returns `x`, at least `min`, at most `max`. */
  clip(x: number, min: number, max: number): number
  /** The sum of the products of two lists, the second shifted by `offset`. */
  convolve(one: readonly number[] | ArrayBufferView, other: readonly number[] | ArrayBufferView, offset: number): number
  /**
   * Reboots a board that does not come back to the main loop for `seconds` (ESP32: whole ones). With `automatic` false,
   * kickWatchdog() must be called. The firmware uses it where device.json says so; an ESP8266 has none.
   */
  enableWatchdog(seconds: number, automatic?: boolean): void
  /** The reference voltage of the ADC, V; the boards of this project measure none and return NaN or a fixed value. */
  getAnalogVRef(): number
  /** The battery's charge, %: on boards that have one only. */
  getBattery(): number
  getClock(): any
  /** The port that the prompt (REPL) is on, null for none. */
  getConsole(): string | null
  /** Returns what went wrong since the last call. The firmware asks, too. */
  getErrorFlags(): ErrorFlag[]
  getFlags(): EngineFlags
  /** How many JsVars a value takes; with `depth` 1 or more a list of its parts. */
  getSizeOf(value: unknown, depth?: number): any
  /** The chip's temperature, degrees Celsius, some degrees off; NaN where there is no sensor. */
  getTemperature(internal?: boolean): number
  /** A random number of 32 bits, of the hardware where it has such. */
  hwRand(): number
  kickWatchdog(): void
  /** Returns the value of a name in whatever case. With `returnKey` the name as it stands in the object. */
  lookupNoCase(object: object, name: string, returnKey?: boolean): any
  /** Writes each element of `from` to `to`, looked up in `map`; `bits` divides elements, negative: lowest bits first. */
  mapInPlace(
    from: ArrayBuffer | ArrayBufferView,
    to: ArrayBuffer | ArrayBufferView,
    map?: readonly number[] | ArrayBufferView | ((value: number, index: number) => number),
    bits?: number,
  ): void
  /** `init`: after the start; `kill`: before a reboot by load() or reset(). The firmware listens to errorFlag, too. */
  on(event: 'errorFlag', listener: (flags: ErrorFlag[]) => void): void
  on(event: 'init' | 'kill', listener: () => void): void
  removeListener(event: string, listener: (...args: any[]) => void): void
  reboot(): void
  /** Returns a byte with its bits in the other order. */
  reverseByte(byte: number): number
  /** Sets the chip's clock where it can be set: an ESP8266 to 80 or 160 MHz. Returns it, 0 where nothing was done. */
  setClock(mhz: number): number
  /** Puts the prompt (REPL) on another port; null: nowhere, and the board cannot be flashed any more. */
  setConsole(port: string | Serial | null, options?: { force?: boolean }): void
  setFlags(flags: Partial<EngineFlags>): void
  /** Hours of local time before UTC, for Date. */
  setTimeZone(hours: number): void
  /** Seeds Math.random(). */
  srand(seed: number): void
  sum(values: readonly number[] | ArrayBufferView): number
  /** Bytes as an ArrayBuffer; of text, the same memory. */
  toArrayBuffer(bytes: string): ArrayBuffer
  /** A value as JavaScript, shorter than JSON. */
  toJS(value: unknown): string
  /** Bytes as text of one byte a character, in one piece of memory; undefined where no piece is long enough. */
  toString(...bytes: readonly ByteSource[]): string | undefined
  toUint8Array(...bytes: readonly ByteSource[]): Uint8Array
  variance(values: readonly number[] | ArrayBufferView, mean: number): number
}

interface MemoryUsage {
  /** JsVars, the unit of the engine's memory. */
  free: number
  usage: number
  total: number
  history: number
  /** JsVars freed by the collection, and how long that took, ms. */
  gc?: number
  gctime?: number
  /** Bytes a JsVar. */
  blocksize: number
  stackEndAddress?: number
  stackFree?: number
  flash_start?: number
  flash_binary_end?: number
  flash_code_start?: number
  flash_length?: number
}

declare const process: {
  readonly env: {
    readonly VERSION: string
    readonly GIT_COMMIT: string
    readonly BOARD: string
    readonly SERIAL: string
    readonly CONSOLE: string
    /** The built-in modules, with commas. */
    readonly MODULES: string
    /** Bytes. */
    readonly RAM: number
    readonly FLASH: number
    readonly STORAGE: number
  }
  readonly version: string
  /** Collects garbage (unless `collect` is false) and returns what memory is left. */
  memory(collect?: boolean): MemoryUsage
  /** Any thrown value that nothing caught; the firmware listens, too. */
  on(event: 'uncaughtException', listener: (exception: any) => void): void
}

declare const Modules: {
  /** Makes `require(name)` run this source, or this function, whose `exports` it returns. */
  addCached(name: string, source: string | ((...args: any[]) => void)): void
  getCached(): string[]
  removeAllCached(): void
  removeCached(name: string): void
}

/** The chip's own number, hexadecimal digits. */
declare function getSerial(): string
/** Starts the script anew, or the file of Storage with this name; E 'kill' goes before. */
declare function load(file?: string): void
/** Clears memory and stops the script; with `erase` what save() wrote, too. */
declare function reset(erase?: boolean): void
/** Reads `count` values of 8, 16 or 32 bits at an address; the wrong one crashes the board. */
declare function peek8(address: number, count?: 1): number
declare function peek8(address: number, count: number): Uint8Array
declare function peek16(address: number, count?: 1): number
declare function peek16(address: number, count: number): Uint16Array
declare function peek32(address: number, count?: 1): number
declare function peek32(address: number, count: number): Uint32Array
/** Writes values of 8, 16 or 32 bits at an address; the wrong one crashes the board. */
declare function poke8(address: number, value: number | readonly number[]): void
declare function poke16(address: number, value: number | readonly number[]): void
declare function poke32(address: number, value: number | readonly number[]): void
/** Writes what of memory a value holds. */
declare function trace(value?: unknown): void
