import type { Bytes } from '../platform.ts'
import { arrayOf, textOf } from './bytes.ts'
import { runtime } from './runtime.ts'

/**
 * What is kept is one file, written beside the old one and renamed over it: littlefs renames whole or not at all. Its blocks
 * take turns, so that flash wears evenly.
 */
let file = ''

/** Opens the record `name`. Returns it, '' where there is none. `place` is Espruino's. */
export function openJournal(name: string, _place: number): Bytes {
  file = '/' + name
  try {
    const files = runtime.require('fs')
    return files.exists(file) ? textOf(files.readFile(file)) : ''
  } catch (error) {
    return ''
  }
}

/** Puts `record` in place of the one before. Returns false when it could not be written. */
export function appendRecord(record: Bytes): boolean {
  if (!file) return false
  try {
    const files = runtime.require('fs')
    files.writeFile(file + '.new', arrayOf(record))
    files.rename(file + '.new', file)
    return true
  } catch (error) {
    return false
  }
}
