/**
 * What the firmware needs of a runtime; interfaces only. The shapes are the engine's own, so that on Espruino the
 * parts are the engine's modules themselves and cost nothing; another runtime adapts to them in its own file.
 */

/** Bytes as the engine has them: a string each of whose characters is one byte, 0..255. */
export type Bytes = string

/** One TCP or TLS stream. Writes after `close` throw; a lost Wi-Fi gives no event at all. */
export interface Socket {
  write(bytes: Bytes): void
  end(last?: Bytes): void
  on(event: 'data', listener: (this: Socket, chunk: Bytes) => void): void
  on(event: 'drain' | 'close', listener: (this: Socket) => void): void
  on(event: 'error', listener: (this: Socket, error: { readonly code?: number }) => void): void
}

export interface Network {
  /** Throws when the engine connects blocking and cannot; later failures are `error` and `close` events. */
  connect(options: { host: string; port: number }, connected: (this: Socket) => void): Socket
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
  scan(done: (first: AccessPoint[] | string | null, second?: AccessPoint[]) => void): void
  on(event: 'connected', listener: (details?: { readonly ip?: string }) => void): void
  on(event: 'disconnected', listener: () => void): void
}

/** Files that survive a power cut. */
export interface Store {
  read(name: string): Bytes | undefined
  write(name: string, content: Bytes): boolean
}

/** The hash behind the signature: bytes in, 32 bytes out. */
export type Hash = (bytes: Bytes) => Bytes

export type Level = 'E' | 'W' | 'I' | 'D'
/** One line a state change: level, area (`wifi`, `mqtt`, `switch` ...), message. Never a secret. */
export type Log = (level: Level, area: string, message: string) => void

/** A board: everything the firmware touches. What the build lacks is absent. */
export interface Board {
  readonly wifi: Wifi | undefined
  readonly net: Network | undefined
  readonly tls: Network | undefined
  readonly store: Store
  readonly log: Log
  /** Absent where the build has no SHA-256 of its own. */
  readonly hash: Hash | undefined
  /** Runs `task` once after `ms`; answers a handle for `cancel`. */
  after(task: () => void, ms: number): number
  cancel(timer: number): void
  /** Seconds; only differences across a blocking call count, `setTime` moves it. */
  now(): number
  /** The pin's number, or undefined where the board has no such pin. */
  pin(name: string): number | undefined
  drive(pin: number, level: 0 | 1): void
  /** Closes at once; `end` keeps a socket until the peer has taken all, which a dead peer never does. */
  destroy(socket: Socket): void
  /** Feeds the hardware watchdog, which `guard` starts. */
  kick(): void
  reboot(): void
  /** The engine's version and the board's name. */
  version(): string
  /** From now on: tells `recover` what the engine dropped for want of memory or after a bug, and watches the tick. */
  guard(recover: (cause: string) => void): void
}

/** Why an attempt ended. One closed list; the same words in log, tests, console and README. */
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
