import { FlashStorage, type StorageOptions } from '../../../tools/storage/flash-storage.ts'

/** Thrown where power fails. */
export class PowerCut extends Error {}

/** How much of the step at which power fails is still done. */
export const shares = [0, 0.25, 0.5, 0.75] as const

/** Returns a copy of a Storage whose power fails at step `at`, counted from 1, with a share of that step done. */
export function copyThatFails(
  storage: FlashStorage,
  at: number,
  share = 0,
  options: StorageOptions = {},
): FlashStorage {
  const copy = copyOf(storage, options)
  let step = 0
  copy.chip.beforeStep = ({ bytes }, part) => {
    if (++step !== at) return
    part(Math.floor(bytes * share))
    throw new PowerCut(`step ${at}`)
  }
  return copy
}

export function copyOf(storage: FlashStorage, options: StorageOptions = {}): FlashStorage {
  const copy = new FlashStorage(storage.shape, options)
  copy.chip.load(storage.image())
  return copy
}

/** Whether `work` was cut; throws whatever else it throws. */
export async function wasCut(work: () => unknown): Promise<boolean> {
  try {
    await work()
    return false
  } catch (error) {
    if (error instanceof PowerCut) return true
    throw error
  }
}

/** Power comes back. */
export function powerOn(storage: FlashStorage): FlashStorage {
  storage.chip.beforeStep = undefined
  storage.powerOn()
  return storage
}
