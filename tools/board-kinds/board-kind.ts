/** A board's name here: `board` of device.json, and what --board takes. */
export type BoardName =
  'esp32' | 'esp32-c3' | 'esp32-s3' | 'esp8266' | 'esp8266-512k' | 'espruino-wifi' | 'pico-w' | 'linux'

/** One build of the interpreter for a board, as Espruino's boards/*.py describe it (2v29). */
export interface Build {
  /** What process.env.BOARD says on it. */
  readonly board: string
  /** Libraries that matter here. Without `sha256` the script brings its own; without `net` it says so and stops. */
  readonly has: { readonly wifi: boolean; readonly net: boolean; readonly tls: boolean; readonly sha256: boolean }
  /** `jsVars` is how many there can be; undefined where the heap grows. An ESP32 has fewer when Wi-Fi takes more. */
  readonly heap: { readonly jsVars: number | undefined; readonly bytesEach: number }
  /** Why a switch cannot be `atBoot: restore` there; undefined where it can. */
  readonly noRestore?: string
  /** Where Storage lies in the flash chip; undefined where no tool can write it there. */
  readonly storage: { readonly address: number | undefined; readonly pageBytes: number; readonly pages: number }
}

/** A light or a button: a GPIO, and the level at which it is lit or pressed. */
export interface OnPin {
  readonly pin: string
  readonly activeHigh: boolean
}

/** What the tools know of one kind of board. */
export interface BoardKind {
  readonly name: BoardName
  readonly title: string
  /** The build that Espruino's download page offers, then the others. */
  readonly builds: readonly [Build, ...Build[]]
  /** How many bytes of a network's name and password its Wi-Fi driver keeps; undefined where it keeps all of them. */
  readonly wifiKeeps?: { readonly ssid: number; readonly password: number }
  /** Every name that the engine takes for a pin there, in order. */
  readonly pins: readonly string[]
  /** Pins that cannot switch anything, and why: "is wired to the flash chip". */
  readonly unusable: Readonly<Record<string, string>>
  /** Pins that can, at a price: "must be low at power-on, or the board does not start". */
  readonly delicate: Readonly<Record<string, string>>
  /** Undefined where no GPIO lights a LED; `ledNote` says why, or on which boards it is so. */
  readonly led: OnPin | undefined
  readonly ledNote: string
  readonly button: OnPin | undefined
  /** How names printed on common boards differ from the engine's; '' where they do not. */
  readonly printedNames: string
  /** How the interpreter itself comes on the board: sentences and command lines, and the page that says more. */
  readonly install: { readonly steps: readonly string[]; readonly page: string }
  readonly tried: { readonly onHardware: boolean; readonly otherwise: string }
}
