import type { Bytes } from '../platform.ts'
import { arrayOf, textOf } from './bytes.ts'
import { runtime } from './runtime.ts'

/**
 * All that the queue holds is one file, written beside the old one and renamed over it: littlefs renames whole or not at all.
 * Its blocks take turns, so that flash wears evenly.
 */
export const queueFile = '.queue'
const file = '/' + queueFile
/** So much it may hold, bytes: all of it is written each time. */
const mostBytes = 2048

/** Opens the file: `each` gets its records. Returns how many bytes it may hold. `place` is Espruino's. */
export function openQueue(_place: number, each: (record: Bytes) => void): number {
  try {
    const files = runtime.require('fs')
    if (files.exists(file)) textOf(files.readFile(file)).split('\n').slice(0, -1).forEach(each)
    return mostBytes
  } catch (error) {
    return 0
  }
}

/** How worn the flash is only littlefs knows. */
export function erasesOfQueue(): number {
  return 0
}

/** Puts `all`, the records of all that the queue holds, in place of those before. Returns false when they could not be written. */
export function appendToQueue(_record: Bytes, all: readonly Bytes[]): boolean {
  try {
    const files = runtime.require('fs')
    files.writeFile(file + '.new', arrayOf(all.concat('').join('\n')))
    files.rename(file + '.new', file)
    return true
  } catch (error) {
    return false
  }
}
