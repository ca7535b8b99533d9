/** A kind of board as `board` of device.json and --board name it. */
export type BoardName =
  'esp32' | 'esp32-c3' | 'esp32-s3' | 'esp8266' | 'esp8266-512k' | 'espruino-wifi' | 'pico-w' | 'linux'

/** What runs JavaScript on a board. It decides how the tools talk to it and what they put on it. */
export type Runtime = 'espruino' | 'kaluma'

/** One build of the interpreter for a board, as Espruino's boards/*.py describe it (2v29), or Kaluma's board.h (1.2.1). */
export interface Build {
  /** Its process.env.BOARD; Kaluma's board.name. */
  readonly board: string
  /** Libraries that the firmware can use. Without `sha256` it uses its own; without `net` it logs `no-network` and stops. */
  readonly has: { readonly wifi: boolean; readonly net: boolean; readonly tls: boolean; readonly sha256: boolean }
  /** `jsVars`: how many the heap holds at most; undefined where it grows. An ESP32 has fewer when Wi-Fi takes more memory. */
  readonly heap: { readonly jsVars: number | undefined; readonly bytesEach: number } | { readonly bytes: number }
  /** Why a switch cannot be `atBoot: restore` there; undefined where it can. */
  readonly noRestore?: string
  /** Where Storage, or Kaluma's file system, lies in the flash chip; undefined where no tool can write it there. */
  readonly storage: { readonly address: number | undefined; readonly pageBytes: number; readonly pages: number }
}

/** A LED or a button: its GPIO, and whether it is lit or pressed at high level. */
export interface OnPin {
  readonly pin: string
  readonly activeHigh: boolean
}

/** What the tools know of one kind of board. */
export interface BoardKind {
  readonly name: BoardName
  readonly title: string
  readonly runtime: Runtime
  /** The build that the runtime's download page offers, then the others. */
  readonly builds: readonly [Build, ...Build[]]
  /** Builds of another runtime, on which the firmware cannot work: known only so that the tools can say so. */
  readonly strangers?: readonly Build[]
  /** How many bytes of a network's name and password its Wi-Fi driver keeps; undefined where it keeps all. */
  readonly wifiKeeps?: { readonly ssid: number; readonly password: number }
  /** Every pin name that the firmware accepts there, in order. */
  readonly pins: readonly string[]
  /** Pins that cannot switch anything, and why: "is wired to the flash chip". */
  readonly unusable: Readonly<Record<string, string>>
  /** Pins that can, with a risk: "must be low at power-on, or the board does not start". */
  readonly delicate: Readonly<Record<string, string>>
  /** Pins that a button cannot be read at, though they can switch something. */
  readonly outputOnly?: readonly string[]
  /** Undefined where no GPIO lights a LED; `ledNote` says why, or which boards have this LED. */
  readonly led: OnPin | undefined
  readonly ledNote: string
  readonly button: OnPin | undefined
  /** How names printed on common boards differ from the engine's; '' where they do not. */
  readonly printedNames: string
  /** The page that says how to install the interpreter itself. */
  readonly install: { readonly page: string }
  readonly tried: { readonly onHardware: boolean; readonly otherwise: string }
}
