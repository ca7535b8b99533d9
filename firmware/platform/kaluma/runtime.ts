/**
 * What the firmware uses of Kaluma 1.2.1 on a Pico W (kalumajs.org/docs; where that is silent, its sources): interfaces, and the
 * global object that has it all. Only this folder names it.
 */
export interface Kaluma {
  readonly board: { readonly uid: string }
  readonly process: {
    readonly version: string
    readonly stdout: { write(bytes: Uint8Array): void }
  }
  readonly __netdev?: NetDriver
  readonly __ieee80211dev?: RadioDriver
  /** Since the start. */
  millis(): number
  seed(number: number): void
  /** Writes text as it is, without a line's end; a character above 0x7F leaves as two bytes. */
  print(text: string): void
  /** Throws without `ms`. Ids are never used again. */
  setTimeout(task: () => void, ms: number): number
  /** Throws when it gets no number. Of the timer whose task runs, it would hang the runtime for good. */
  clearTimeout(id: number): void
  digitalWrite(pin: number, level: 0 | 1): void
  digitalRead(pin: number): 0 | 1
  pinMode(pin: number, mode: number): void
  analogRead(pin: number): number
  analogWrite(pin: number, duty: number, hertz?: number): void
  /** `task` gets the pin's number. What it throws ends the watch. */
  setWatch(task: (pin: number) => void, pin: number, events: number, debounceMs: number): number
  clearWatch(id: number): void
  readonly INPUT: number
  readonly OUTPUT: number
  readonly INPUT_PULLUP: number
  readonly INPUT_PULLDOWN: number
  readonly FALLING: number
  readonly RISING: number
  readonly CHANGE: number
  require(name: 'fs'): FileSystem
  require(name: 'wdt'): { readonly WDT: new (ms: number) => WatchdogTimer }
  require(name: 'pico_cyw43'): { readonly PicoCYW43: new () => RadioPins }
}

/** The socket driver. All is synchronous; the outcome of a call is in `errno`, 0 or -1. */
export interface NetDriver {
  readonly errno: number
  /** The board's own address; set by `socket`. */
  readonly ip?: string
  /** Returns a file descriptor, of which there are 16. Throws without Wi-Fi. */
  socket(domain: 'AF_INET', protocol: 'STREAM'): number
  get(fd: number): SocketSlot
  /** Blocks up to 3 s while the name is looked up, and throws when it is not found. Nobody is told of a refusal. */
  connect(fd: number, host: string, port: number): void
  /** All or nothing. Refused when the send buffer is full, the connection was reset or there are too many. */
  write(fd: number, bytes: string): void
  /** Only of one that lives, or that was never connected: the board hangs when it frees a connection that is freed already. */
  close(fd: number): void
}

/** What the driver calls of a socket. It passes a second argument that does not exist: declare one, or none. */
export interface SocketSlot {
  connect_cb?: (() => void) | undefined
  read_cb?: ((bytes: Uint8Array) => void) | undefined
  /** The peer has ended the connection, and the driver has closed the socket. */
  close_cb?: (() => void) | undefined
  /** What the collector is hurried with (see socket.ts). */
  garbage?: unknown
}

/** The Wi-Fi driver. What it passes as an error is always 0 or null: the outcome is in `errno`, 0 or -1. */
export interface RadioDriver {
  readonly errno: number
  /** Blocks up to 30 s. */
  connect(network: { readonly ssid: string; readonly password: string }): void
  disconnect(): void
  /** `errno` is 0 when it has an address. */
  get_connection(done?: (error: unknown, connection?: { readonly ssid: string }) => void): void
  /** Blocks about 2 s. A network can be in the list more than once. */
  scan(done: (error: unknown, found?: readonly Found[]) => void): void
}
export interface Found {
  readonly ssid: string
  readonly rssi: number
}

/** The pins of the radio chip: 0 is the LED. */
interface RadioPins {
  putGpio(pin: number, level: boolean): void
}
export interface WatchdogTimer {
  feed(): void
}
/** littlefs: a rename is whole or not at all, whenever power fails. All throw when they fail. */
interface FileSystem {
  exists(path: string): boolean
  readFile(path: string): Uint8Array
  writeFile(path: string, bytes: Uint8Array): void
  rename(from: string, to: string): void
  unlink(path: string): void
}

declare const global: Kaluma
export const runtime: Kaluma = global
