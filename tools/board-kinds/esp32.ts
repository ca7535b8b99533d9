import type { BoardKind, Build } from './board-kind.ts'
import { because, inputOnly, pinRange } from './pin-range.ts'
import { espWifiKeeps } from './wifi-keeps.ts'
import { phrase } from '../command-line/language.ts'

const everything = { wifi: true, net: true, tls: true, sha256: true }

/** The partition `storage` of partitions_espruino.csv, the same on every chip of the family. */
const storage = { address: 0x320000, pageBytes: 4096, pages: 224 }

const fullHeap = { jsVars: 16_383, bytesEach: 14 }
const page = 'https://www.espruino.com/ESP32'
const printedNames = 'a number printed on the board is a GPIO: 5, IO5 or GPIO5 is D5'

const flashChip = phrase`is wired to the flash chip`
const noSuchPin = phrase`exists in the engine, not on the chip`
const console = phrase`is the serial console's: the board cannot be reached while the script drives it`
const usb = phrase`is the USB port, on most boards the console: the board cannot be reached while the script drives it`

const esp32Build: Build = { board: 'ESP32', has: everything, heap: fullHeap, storage }

/** ESP32: the datasheet's GPIO matrix and strapping pins; LED and button as on the DevKit V1 boards. */
export const esp32: BoardKind = {
  name: 'esp32',
  runtime: 'espruino',
  title: 'ESP32',
  wifiKeeps: espWifiKeeps,
  builds: [
    esp32Build,
    // Not offered for download; built from source, its file has the same name as the one above.
    { ...esp32Build, board: 'ESP32_IDF4', has: { ...everything, tls: false, sha256: false } },
  ],
  pins: pinRange(0, 39),
  unusable: {
    ...because(flashChip, ...pinRange(6, 11)),
    ...because(noSuchPin, 'D20', 'D24', ...pinRange(28, 31)),
    ...because(inputOnly, ...pinRange(34, 39)),
  },
  delicate: {
    ...because(phrase`is the BOOT button: low at power-on, the board waits for an upload instead of starting`, 'D0'),
    ...because(
      phrase`must be low at power-on, or the flash chip gets the wrong voltage and the board does not start`,
      'D12',
    ),
    ...because(console, 'D1', 'D3'),
    ...because(phrase`is taken by the PSRAM on WROVER modules`, 'D16', 'D17'),
  },
  led: { pin: 'D2', activeHigh: true },
  ledNote: 'on DevKit V1 boards; many others have none',
  button: { pin: 'D0', activeHigh: false },
  printedNames,
  install: { page },
  tried: { onHardware: false, otherwise: 'script on a Linux-hosted build with its heap' },
}

/** ESP32-C3: Espruino calls the build beta. LED and button as on the SuperMini; the build itself takes D2 for LED1. */
export const esp32c3: BoardKind = {
  name: 'esp32-c3',
  runtime: 'espruino',
  title: 'ESP32-C3',
  wifiKeeps: espWifiKeeps,
  builds: [{ board: 'ESP32C3_IDF4', has: everything, heap: { jsVars: 4095, bytesEach: 13 }, storage }],
  pins: pinRange(0, 21),
  unusable: {
    ...because(flashChip, ...pinRange(12, 17)),
    ...because(phrase`is the flash chip's supply on most boards`, 'D11'),
  },
  delicate: {
    ...because(phrase`must be high at power-on, or the board does not start`, 'D2'),
    ...because(phrase`must be high for an upload through the ROM; it is the LED of many boards`, 'D8'),
    ...because(phrase`is the BOOT button: low at power-on, the board waits for an upload instead of starting`, 'D9'),
    ...because(usb, 'D18', 'D19'),
    ...because(console, 'D20', 'D21'),
  },
  led: { pin: 'D8', activeHigh: false },
  ledNote: 'on SuperMini boards, lit while the pin is low',
  button: { pin: 'D9', activeHigh: false },
  printedNames,
  install: { page },
  tried: { onHardware: false, otherwise: 'nothing but the table' },
}

/** ESP32-S3: Espruino calls the build beta. */
export const esp32s3: BoardKind = {
  name: 'esp32-s3',
  runtime: 'espruino',
  title: 'ESP32-S3',
  wifiKeeps: espWifiKeeps,
  builds: [{ board: 'ESP32S3_IDF4', has: everything, heap: fullHeap, storage }],
  pins: pinRange(0, 48),
  unusable: { ...because(noSuchPin, ...pinRange(22, 25)), ...because(flashChip, ...pinRange(26, 32)) },
  delicate: {
    ...because(phrase`is the BOOT button: low at power-on, the board waits for an upload instead of starting`, 'D0'),
    ...because(phrase`chooses at power-on where JTAG is`, 'D3'),
    ...because(usb, 'D19', 'D20'),
    ...because(phrase`is taken by flash or PSRAM on modules with eight data lines (R8, N16R8)`, ...pinRange(33, 37)),
    ...because(console, 'D43', 'D44'),
    ...because(
      phrase`must be low at power-on, or the flash chip gets the wrong voltage and the board does not start`,
      'D45',
    ),
    ...because(phrase`must be low for an upload through the ROM`, 'D46'),
  },
  led: undefined,
  ledNote: 'DevKitC-1 has an addressable LED (D48 or D38) that a plain level does not light',
  button: { pin: 'D0', activeHigh: false },
  printedNames,
  install: { page },
  tried: { onHardware: false, otherwise: 'nothing but the table' },
}
