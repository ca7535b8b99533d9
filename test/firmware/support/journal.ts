import type { FlashStorage } from '../../../tools/storage/flash-storage.ts'

/** The file of the switches' journal, and the size at which the firmware makes it. */
export const journalFile = 'switches'
const journalBytes = 12_288

/** The two pages of the journal, each up to what is erased; undefined where there is no journal. */
export function journalPages(storage: FlashStorage): string[] | undefined {
  const offset = storage.offsetOf(journalFile)
  if (offset === undefined) return undefined
  const { pageBytes } = storage.shape
  const first = Math.ceil(offset / pageBytes) * pageBytes
  return [first, first + pageBytes].map((at) => {
    const text = Buffer.from(storage.chip.read(at, pageBytes)).toString('latin1')
    return text.replace(/\xff[^]*$/, '')
  })
}

/** The record that was written last; undefined where none is whole. */
export function lastRecord(storage: FlashStorage): string | undefined {
  const whole = (journalPages(storage) ?? []).flatMap((text) => {
    const found = /^([012])((?:[^\n]*\n)+)/.exec(text)
    return found ? [{ turn: Number(found[1]), records: found[2]!.split('\n').slice(0, -1) }] : []
  })
  const newest = whole.find(({ turn }) => !whole.some((other) => other.turn === (turn + 1) % 3)) ?? whole[0]
  return newest?.records.at(-1)
}

/** A journal whose two pages hold these texts. */
export function writeJournal(storage: FlashStorage, ...pages: readonly string[]): void {
  storage.write(journalFile, Uint8Array.of(0xff), 0, journalBytes)
  const { pageBytes } = storage.shape
  const first = Math.ceil(storage.offsetOf(journalFile)! / pageBytes) * pageBytes
  pages.forEach((text, page) => storage.writeAligned(first + page * pageBytes, Buffer.from(text, 'latin1')))
}

/** The page of a journal that holds one record. */
export const pageOf = (record: string): string => `0${record}\n`
