/**
 * What the firmware needs of a runtime: interfaces only. They have the shapes of Espruino's own functions and modules, so
 * that these can be used directly and cost nothing; another runtime adapts its own in a file of its own.
 */

/** Bytes as the engine has them: a string each of whose characters is one byte, 0..255. */
export type Bytes = string

/** `close` passes a boolean, `error` an object with a code. */
export type CloseArgument = boolean | { readonly code?: number }

/** One TCP or TLS stream. `this` of every listener is the socket. A lost Wi-Fi gives no event at all. */
export interface Socket {
  write(bytes: Bytes): void
  /** Writes `last` and closes when the peer has taken all, which a dead peer never does. */
  end(last?: Bytes): void
  /** The engine's own "close now": what its `end` sets when nothing is unsent. */
  clsNow?: boolean
  /** Never there: only errors have a code, and so the compiler can tell the two apart. */
  readonly code?: undefined
  on(event: 'data', listener: (this: Socket, chunk: Bytes) => void): void
  on(event: 'drain', listener: (this: Socket, itself?: Socket) => void): void
  on(event: 'close' | 'error', listener: (this: Socket, error: CloseArgument) => void): void
}

export interface ConnectOptions {
  readonly host: string
  readonly port: number
  /** With TLS: the CA's certificate, DER. */
  ca?: Bytes
}

export interface Network {
  /** Throws when it fails, on builds that block until they are connected; later failures are `error` and `close` events. */
  connect(options: ConnectOptions): Socket
}

/** One network in range: `rssi` in dBm. */
export interface AccessPoint {
  readonly ssid: Bytes
  readonly rssi: number
}

export interface Wifi {
  /** `done` gets a reason when joining failed, nothing or null when joined; older builds never call it. */
  connect(ssid: Bytes, options: { password: Bytes }, done: (reason?: string | null) => void): void
  disconnect(): void
  /**
   * `done` gets the list alone on ESP32 and ESP8266; of the AT module an error and the list, or the error alone. Throws while
   * another scan runs. When an ESP32 refuses a scan, it never calls `done`.
   */
  scan(done: (first: AccessPoint[] | string, second?: AccessPoint[]) => void): void
  /** `associated`: the network has let the board in; it has no address yet. */
  on(event: 'connected' | 'associated', listener: (details?: { readonly ip?: string }) => void): void
  on(event: 'disconnected', listener: () => void): void
}

/** Files in flash. Nothing is written to them here: a write may move others, and a power cut then loses them. */
export interface Store {
  /** Returns the file, or `length` bytes of it from `offset` on; undefined where there is none. */
  read(name: string, offset?: number, length?: number): Bytes | undefined
}

/** The flash chip itself, by address. A write can only clear bits; erased bytes are 0xFF. */
export interface Flash {
  /** Returns bytes that `board.text` makes a string of. */
  read(length: number, address: number): FlashBytes
  write(bytes: Bytes, address: number): void
  erasePage(address: number): void
  /** The page that holds the address. */
  getPage(address: number): { readonly addr: number; readonly length: number } | undefined
}
/** An array of bytes as the engine returns it. */
export type FlashBytes = object

/** The hash behind the signature: bytes in, 32 bytes out. */
export type Hash = (bytes: Bytes) => Bytes

/**
 * Everything that the running firmware uses of its board. On a device there is no such object: the build replaces each
 * member by the engine's own name for it (platform/espruino.names.json), which saves 26 JsVars and a look-up each time.
 */
export interface Board {
  /** Throws where the build has no such module: the start has checked that. */
  readonly net: Network
  readonly tls: Network
  readonly store: Store
  readonly flash: Flash
  readonly text: (bytes: FlashBytes) => Bytes
  /** The build's own SHA-256, whose result `text` makes a string of; falsy where it has none. Looked up at each use. */
  readonly digest: ((bytes: Bytes) => FlashBytes) | undefined
  readonly print: (line: string) => void
  /** Runs `task` once after `ms`; returns an id for `cancel`. */
  readonly after: (task: () => void, ms: number) => number
  readonly cancel: (timer: number) => void
  /** The clock in seconds. Good for a short difference only, because setTime() moves it. */
  readonly now: () => number
  readonly drive: (pin: number, level: 0 | 1) => void
  /** Feeds the hardware watchdog. */
  readonly kick: () => void
  readonly reboot: () => void
  /** Returns the engine's error flags since the last call, and clears them; until then no flag is reported a second time. */
  readonly errorFlags: () => string[]
  /** Those of the flags that end a handler or a timer. */
  readonly outOfMemory: string
  readonly callbackLost: string

  /**
   * The code of a socket's `close` and `error` when its host has no address. What else comes may be a boolean, and reading a
   * property of that Espruino would make a prototype and keep it.
   */
  readonly noAddress: number
  /** Where `connect` blocks until it is connected, it throws a text with this for such a host. */
  readonly noSuchHost: string
  /** The key that, set true on a socket, has it closed without waiting for what is not sent yet. */
  readonly closeNow: 'clsNow'

  /** Calls the application's listener of an event, later, when what runs now has ended. */
  readonly emit: (event: string, ...values: Bytes[]) => void
  readonly on: (event: string, listener: (...values: Bytes[]) => void) => void

  // What only the start needs.
  /** Returns the pin's number, undefined where the board has no such pin. */
  readonly pinOf: (name: string) => number | undefined
  /** Seeds Math.random, which else gives every board of a kind the same numbers. */
  readonly seedRandom: (number: number) => void
  /** A name that no other board has; its last characters are hex. */
  readonly serial: string
  /** The engine's version and the board's name. */
  readonly version: string
}

declare global {
  /** The board that the firmware runs on; one for all its parts. */
  // eslint-disable-next-line no-var -- only so does it become a property of globalThis, where tests put theirs
  var board: Board
}

/** Why an attempt ended. One closed list; the same words in log, tests, console and docs/troubleshooting.md. */
export type Fault =
  | 'config-invalid'
  | 'no-network'
  | 'wifi-timeout'
  | 'wifi-lost'
  | 'dns-failed'
  | 'open-timeout'
  | 'open-refused'
  | 'tls-failed'
  | 'tls-timeout'
  | 'connack-timeout'
  | 'connack-refused'
  | 'suback-timeout'
  | 'suback-refused'
  | 'pingresp-timeout'
  | 'malformed-packet'
  | 'unexpected-packet'
  | 'write-stalled'
  | 'socket-closed'
  | 'identity-stolen'
  | 'bug'
