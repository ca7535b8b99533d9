import type { BoardKind, BoardName, Runtime } from './board-kind.ts'
import { esp32, esp32c3, esp32s3 } from './esp32.ts'
import { picoW } from './pico-w.ts'
import { because, inputOnly, pinRange } from './pin-range.ts'
import { espWifiKeeps } from './wifi-keeps.ts'
import { phrase } from '../command-line/language.ts'

/** ESP8266 with 4 MB of flash. */
const esp8266: BoardKind = {
  name: 'esp8266',
  runtime: 'espruino',
  title: 'ESP8266',
  wifiKeeps: espWifiKeeps,
  builds: [
    {
      board: 'ESP8266_4MB',
      has: { wifi: true, net: true, tls: false, sha256: false },
      heap: { jsVars: 1600, bytesEach: 12 },
      storage: { address: 0xcb000, pageBytes: 4096, pages: 48 },
    },
  ],
  pins: [...pinRange(0, 16), 'A0'],
  unusable: {
    ...because(phrase`is wired to the flash chip`, ...pinRange(6, 11)),
    ...because(inputOnly, 'A0'),
  },
  delicate: {
    ...because(phrase`must be high at power-on, or the board waits for an upload instead of starting`, 'D0'),
    ...because(phrase`is the serial console's: the board cannot be reached while the script drives it`, 'D1', 'D3'),
    ...because(phrase`must be low at power-on, or the board does not start`, 'D15'),
  },
  led: { pin: 'D2', activeHigh: false },
  ledNote: 'on ESP-12 modules, lit while the pin is low',
  button: { pin: 'D0', activeHigh: false },
  printedNames:
    'NodeMCU and D1 mini print other names: D0 D1 D2 D3 D4 D5 D6 D7 D8 there are D16 D5 D4 D0 D2 D14 D12 D13 D15 here',
  install: { page: 'https://www.espruino.com/EspruinoESP8266' },
  tried: { onHardware: false, otherwise: 'script on a Linux-hosted build with its heap' },
}

/** ESP8266 with 512 KB of flash: ESP-01 and its like. */
const esp8266With512: BoardKind = {
  ...esp8266,
  name: 'esp8266-512k',
  title: 'ESP8266 with 512 KB',
  builds: [
    {
      board: 'ESP8266_BOARD',
      has: { wifi: true, net: true, tls: false, sha256: false },
      heap: { jsVars: 1700, bytesEach: 12 },
      noRestore: phrase`its Storage of 16 KB has no room for two more pages of flash, in which states are kept`,
      storage: { address: 0x77000, pageBytes: 4096, pages: 4 },
    },
  ],
  led: undefined,
  ledNote: "an ESP-01's hangs on D1, which is the console's, or on D2",
  install: { page: 'https://www.espruino.com/EspruinoESP8266' },
  tried: { onHardware: false, otherwise: 'script with a configuration inside on a Linux-hosted build with its heap' },
}

/** Espruino WiFi: STM32F411 with an ESP8266 as its radio, driven by AT commands. */
const espruinoWifi: BoardKind = {
  name: 'espruino-wifi',
  runtime: 'espruino',
  title: 'Espruino WiFi',
  builds: [
    {
      board: 'ESPRUINOWIFI',
      has: { wifi: true, net: true, tls: true, sha256: true },
      heap: { jsVars: 8190, bytesEach: 13 },
      noRestore: phrase`its Storage is one page of flash, which is erased as a whole, script and all`,
      storage: { address: 0x08010000, pageBytes: 65_536, pages: 1 },
    },
  ],
  pins: [
    ...pinRange(0, 15, 'A'),
    ...pinRange(0, 10, 'B'),
    ...pinRange(12, 15, 'B'),
    ...pinRange(13, 15, 'C'),
    ...pinRange(0, 1, 'H'),
  ],
  unusable: {
    ...because(phrase`is wired to the radio`, 'A2', 'A3', 'A13', 'A14', 'A15'),
    ...because(phrase`is the USB port`, 'A9', 'A11', 'A12'),
    ...because(phrase`is the button`, 'C13'),
    ...because(phrase`is wired to a crystal`, 'C14', 'C15', 'H0', 'H1'),
  },
  delicate: because(phrase`is the serial console while no USB is plugged in`, 'B6', 'B7'),
  led: { pin: 'B2', activeHigh: true },
  ledNote: 'a second one is B12',
  button: { pin: 'C13', activeHigh: true },
  printedNames: '',
  install: { page: 'https://www.espruino.com/WiFi' },
  tried: { onHardware: false, otherwise: 'nothing but the table' },
}

/** Espruino's own Linux build: a board without Wi-Fi, and with pins that drive nothing. */
const linux: BoardKind = {
  name: 'linux',
  runtime: 'espruino',
  title: 'Linux',
  builds: [
    {
      board: 'LINUX',
      has: { wifi: false, net: true, tls: true, sha256: true },
      heap: { jsVars: undefined, bytesEach: 27 },
      storage: { address: undefined, pageBytes: 1024, pages: 256 },
    },
  ],
  pins: pinRange(0, 32),
  unusable: {},
  delicate: {},
  led: undefined,
  ledNote: 'its pins are made up',
  button: undefined,
  printedNames: '',
  install: { page: 'https://www.espruino.com/Linux' },
  tried: { onHardware: false, otherwise: 'every change: npm run engine' },
}

/** Every kind of board that the tools know. */
export const boards: Readonly<Record<BoardName, BoardKind>> = {
  esp32,
  'esp32-c3': esp32c3,
  'esp32-s3': esp32s3,
  esp8266,
  'esp8266-512k': esp8266With512,
  'espruino-wifi': espruinoWifi,
  'pico-w': picoW,
  linux,
}

/** Their names, in the order of the table. */
export const boardNames = Object.values(boards).map(({ name }) => name)

/** Where the table of boards is. */
export const boardsAnchor = phrase`docs/hardware.md#boards`

export function isBoardName(text: string): text is BoardName {
  return Object.hasOwn(boards, text)
}

/** What runs JavaScript on a board of that name; Espruino where none is named. */
export const runtimeOf = (name: BoardName | undefined): Runtime =>
  name === undefined ? 'espruino' : boards[name].runtime
