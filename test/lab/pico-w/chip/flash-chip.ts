import type { RP2040 } from 'rp2040js'
import type { FlashFunctions } from '../rom/boot-rom.ts'

/** Typical times of the W25Q16JV's data sheet, ns. */
const sectorNanos = 45e6
const blockNanos = 150e6
const pageNanos = 0.4e6
const sectorBytes = 4096
const blockBytes = 65_536
const pageBytes = 256

/**
 * The flash chip: erasing sets bits, programming clears them, and both take their time. `contents` outlives the power;
 * rp2040js has a copy to run from. `changed` is called before each sector and page, so that the power can be cut there by
 * what it throws.
 */
export function createFlashChip(
  chip: RP2040,
  contents: Uint8Array,
  spend: (nanos: number) => void,
  changed: (at: number, what: 'erase' | 'program') => void,
): FlashFunctions {
  chip.flash.set(contents)
  return {
    erase(at, bytes) {
      for (let sector = at; sector < at + bytes; sector += sectorBytes) {
        changed(sector, 'erase')
        contents.fill(0xff, sector, sector + sectorBytes)
        chip.flash.fill(0xff, sector, sector + sectorBytes)
      }
      const blocks = Math.floor(bytes / blockBytes)
      spend(blocks * blockNanos + ((bytes - blocks * blockBytes) / sectorBytes) * sectorNanos)
      return 0
    },
    program(at, from, bytes) {
      for (let i = 0; i < bytes; i++) {
        if (i % pageBytes === 0) changed(at + i, 'program')
        const byte = (contents[at + i] ?? 0xff) & chip.readUint8(from + i)
        contents[at + i] = byte
        chip.flash[at + i] = byte
      }
      spend((bytes / pageBytes) * pageNanos)
      return 0
    },
  }
}
