/**
 * What the firmware needs of a runtime: interfaces only. The shapes are the engine's own, so that on Espruino the parts
 * are the engine's functions and modules themselves and cost nothing; another runtime adapts in its own file.
 */

/** Bytes as the engine has them: a string each of whose characters is one byte, 0..255. */
export type Bytes = string

/** `close` passes a boolean, `error` an object with a code. */
export type CloseArgument = boolean | { readonly code?: number }

/** One TCP or TLS stream. `this` of every listener is the socket. A lost Wi-Fi gives no event at all. */
export interface Socket {
  write(bytes: Bytes): void
  /** Closes when the peer has taken all, which a dead peer never does. */
  end(last?: Bytes): void
  /** The engine's own "close now": what its `end` sets when nothing is unsent. */
  clsNow?: boolean
  /** Only errors have one. */
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
  /** Throws when the engine connects blocking and cannot; later failures are `error` and `close` events. */
  connect(options: ConnectOptions): Socket
}

/** One network in range: `rssi` in dBm. */
export interface AccessPoint {
  readonly ssid: Bytes
  readonly rssi: number
}

export interface Wifi {
  /** `done` gets a reason when it failed, nothing or null when joined; older builds never call it. */
  connect(ssid: Bytes, options: { password: Bytes }, done: (reason?: string | null) => void): void
  disconnect(): void
  /**
   * ESP32 and ESP8266 answer the list alone; the AT module an error before it, or alone. Throws while another scan runs; an
   * ESP32 never answers one that it refuses.
   */
  scan(done: (first: AccessPoint[] | string, second?: AccessPoint[]) => void): void
  /** `associated`: the network has let the board in; it has no address yet. */
  on(event: 'connected' | 'associated', listener: (details?: { readonly ip?: string }) => void): void
  on(event: 'disconnected', listener: () => void): void
}

/** Files in flash. Nothing is written to them here: a write may move others, and a power cut then loses them. */
export interface Store {
  /** The file, or `length` bytes of it from `offset` on; undefined where there is none. */
  read(name: string, offset?: number, length?: number): Bytes | undefined
}

/** The flash chip itself, by address. A write can only clear bits; erased bytes are 0xFF. */
export interface Flash {
  /** For `text`. */
  read(length: number, address: number): FlashBytes
  write(bytes: Bytes, address: number): void
  erasePage(address: number): void
  /** The page that holds the address. */
  getPage(address: number): { readonly addr: number; readonly length: number } | undefined
}
/** As the engine has them. */
export type FlashBytes = object

/** The hash behind the signature: bytes in, 32 bytes out. */
export type Hash = (bytes: Bytes) => Bytes

/**
 * A board: everything the running firmware touches. On a device it is no object: the build puts the engine's own name in
 * the place of each member (platform/espruino.names.json), which saves 26 JsVars and a look-up each time.
 */
export interface Board {
  /** Throws where the build has none: the start has looked. */
  readonly net: Network
  readonly tls: Network
  readonly store: Store
  readonly flash: Flash
  readonly text: (bytes: FlashBytes) => Bytes
  readonly print: (line: string) => void
  /** Runs `task` once after so many ms; answers a handle for `cancel`. */
  readonly after: (task: () => void, ms: number) => number
  readonly cancel: (timer: number) => void
  /** Seconds; only a difference across a blocking call counts, setTime() moves it. */
  readonly now: () => number
  readonly drive: (pin: number, level: 0 | 1) => void
  /** Feeds the hardware watchdog. */
  readonly kick: () => void
  readonly reboot: () => void
  /** What the engine flagged since the last call; unasked, it does not tell the same again. */
  readonly errorFlags: () => string[]

  // What only the start needs.
  /** The pin's number, or undefined where the board has no such pin. */
  readonly pinOf: (name: string) => number | undefined
  /** Starts the random numbers elsewhere: every board of a kind would draw the same ones. */
  readonly seedRandom: (number: number) => void
  /** A name that no other board has, its last characters hex. */
  readonly serial: string
  /** The engine's version and the board's name. */
  readonly version: string
}

declare global {
  /** The board that the firmware runs on; one for all its parts. */
  // eslint-disable-next-line no-var -- only so does it become a property of globalThis, where tests put theirs
  var board: Board
}

/** What a watched button tells when it was pressed. */
export interface Press {
  readonly pin: number
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
