import type { BoardKind } from './board-kind.ts'
import { because, pinRange } from './pin-range.ts'
import { phrase } from '../command-line/language.ts'

/** Where Kaluma's own files are, .uf2 by board. */
export const kalumaReleases = 'https://github.com/kaluma-project/kaluma/releases'

/** The version of Kaluma that the firmware and the tools are made for: the last one for this board. */
export const kalumaVersion = '1.2.1'

/** How Kaluma gets onto the board, whatever is there now. */
export const kalumaHint = phrase`install Kaluma 1.2.1, kaluma-rp2-pico-w-1.2.1.uf2 of https://github.com/kaluma-project/kaluma/releases: hold BOOTSEL while plugging the board in, and copy the file to the drive that appears; then npm run flash -- --board pico-w`

/** Who the USB port of a Pico says it is of: the vendor ID 2e8a, by which the tools know it. */
export const picoVendorId = '2e8a'

/** Its safe mode: Kaluma reads it once at power-on, with a pull-up, and starts no program while it is low. */
export const safeModePin = 22

/** Raspberry Pi Pico W, with Kaluma: Espruino's Pico builds know nothing of its radio. GP29 is the radio's clock, and ADC 3. */
export const picoW: BoardKind = {
  name: 'pico-w',
  title: 'Raspberry Pi Pico W',
  runtime: 'kaluma',
  builds: [
    {
      board: 'pico-w',
      has: { wifi: true, net: true, tls: false, sha256: false },
      heap: { bytes: 184_320 },
      // LittleFS, behind 1,008 KB of Kaluma, 16 KB of its own store and 512 KB for the program.
      storage: { address: undefined, pageBytes: 4096, pages: 128 },
    },
  ],
  strangers: [
    {
      board: 'ESPR_RP2040_PICO',
      has: { wifi: false, net: false, tls: false, sha256: false },
      heap: { jsVars: 12_000, bytesEach: 14 },
      storage: { address: 0x101c0000, pageBytes: 4096, pages: 64 },
    },
    {
      board: 'RP2350_PICO2',
      has: { wifi: false, net: false, tls: false, sha256: false },
      heap: { jsVars: 16_000, bytesEach: 14 },
      storage: { address: 0x10100000, pageBytes: 4096, pages: 768 },
    },
  ],
  pins: [...pinRange(0, 29, 'GP'), 'LED'],
  unusable: {
    ...because(phrase`is Kaluma's safe mode: low at power-on, the board does not start its program`, 'GP22'),
    ...because(phrase`switches the radio on and off`, 'GP23'),
    ...because(phrase`carries the radio's data`, 'GP24'),
    ...because(phrase`selects the radio; the LED of a Pico W is "LED"`, 'GP25'),
    ...because(phrase`is the radio's clock`, 'GP29'),
  },
  delicate: {},
  outputOnly: ['LED'],
  led: { pin: 'LED', activeHigh: true },
  ledNote: 'on the radio chip, not on a GPIO: only "LED" reaches it',
  button: undefined,
  printedNames: 'as the board prints them: GP5; the analog inputs are GP26 to GP28',
  install: { page: kalumaReleases },
  tried: { onHardware: false, otherwise: 'script and tools on a simulated board' },
}
