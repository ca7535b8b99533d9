import { bytesOf, dataOf } from '../../storage/bytes.ts'
import type { FlashStorage } from '../../storage/flash-storage.ts'
import type { Machine } from '../language/machine.ts'

/** Returns the module `Flash`: the chip itself, by address. Outside Storage nothing is simulated: it reads as erased. */
export function createFlashModule(machine: Machine, storage: FlashStorage): object {
  const { realm } = machine
  const { chip } = storage
  const { address = 0, pageBytes } = chip.shape
  const offsetOf = (at: unknown): number | undefined => {
    const offset = Number(at) - address
    return offset >= 0 && offset < chip.totalBytes ? offset : undefined
  }

  return machine.object({
    getPage(at: unknown) {
      const offset = offsetOf(at)
      if (offset === undefined) return undefined
      return realm.object({ addr: address + offset - (offset % pageBytes), length: pageBytes })
    },
    getFree: () => realm.array(),
    erasePage(at: unknown): void {
      if (typeof at !== 'number') machine.fail('Error', `Address should be an integer, got ${typeof at}`)
      const offset = offsetOf(at)
      if (offset !== undefined) chip.erasePage(offset)
    },
    write(data: unknown, at: unknown): void {
      const bytes = typeof data === 'string' ? bytesOf(data) : dataOf(data)
      if (bytes === undefined) machine.fail('Error', 'Data is not defined')
      const offset = offsetOf(at)
      if (offset !== undefined) storage.writeAligned(offset, bytes!)
    },
    read(length: unknown, at: unknown) {
      const bytes = Number(length)
      const offset = offsetOf(at)
      if (!(bytes > 0)) return undefined
      return realm.bytes(offset === undefined ? new Uint8Array(bytes).fill(0xff) : chip.read(offset, bytes))
    },
  })
}
