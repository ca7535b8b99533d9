import type { Bytes } from './platform.ts'

/**
 * Two pages of flash that take turns. A record is appended by clearing bits of what is still erased; only when a page is full is
 * the other one erased and begun with the newest record. So at every moment one of them holds the record that was written
 * last, or the one before, and nothing else in flash is touched: no file is made, erased or moved.
 *
 * A page: its number, 0 to 2, one more than that of the page before it; then the records, each ended by a line feed. What
 * has none was cut.
 */
const recordEnd = '\n'
const turns = 3
/** Of a file's name in Storage; and what of it is looked at before each write. */
const nameBytes = 28
const headBytes = 4

/** An open journal. Names of up to 4 characters cost no JsVar of their own. */
interface Journal {
  /** How the name of the file begins that the pages lie in. */
  readonly name: Bytes
  /** Where the file's bytes begin in flash, and its first whole page. */
  readonly file: number
  readonly at: number
  /** Of a page, bytes. */
  readonly size: number
  /** The page in use, 0 or 1; its number; and where in it the next record goes. */
  page: number
  turn: number
  next: number
}

let journal: Journal | undefined

/**
 * Opens the journal in the file `name` of Storage, whose address in flash is `file`; 0 is none. Returns the last whole record,
 * '' where there is none.
 */
export function openJournal(name: string, file: number): Bytes {
  if (!file) return ''
  const before = board.flash.getPage(file - 1)!
  const size = before.length
  const at = before.addr + size
  const opened: Journal = {
    name: name.substr(0, headBytes),
    file: file,
    at: at,
    size: size,
    page: 0,
    turn: 0,
    next: size,
  }
  let last = ''
  for (let page = 0; page < 2; page++) {
    const text = board.store.read(name, at - file + page * size, size)!
    // Up to what is erased. No number in front, or no record: the page was not begun.
    let end = text.indexOf('\xff')
    if (end < 0) end = size
    const lastEnd = text.lastIndexOf(recordEnd, end)
    const turn = +text[0]!
    if (lastEnd > 0 && turn < turns && (!last || turn === (opened.turn + 1) % turns)) {
      opened.page = page
      opened.turn = turn
      // Nothing is appended to what was cut.
      opened.next = lastEnd + 1 < end ? size : end
      const from = text.lastIndexOf(recordEnd, lastEnd - 1)
      last = text.substring(from < 0 ? 1 : from + 1, lastEnd)
    }
  }
  journal = opened
  return last
}

/** Appends a record, which has no line feed. Returns false when there is no journal. @seldom */
export function appendRecord(record: Bytes): boolean {
  const to = journal
  const flash = board.flash
  // The file's header, which ends where its bytes begin: whoever compacts Storage may have moved the file.
  if (!to || board.text(flash.read(headBytes, to.file - nameBytes)) !== to.name) return false
  if (to.next + record.length >= to.size) {
    to.page ^= 1
    to.next = 0
    record = (to.turn = (to.turn + 1) % turns) + record
  }
  const at = to.at + to.page * to.size + to.next
  if (!to.next) flash.erasePage(at)
  flash.write(record, at)
  // By itself: once it is there, all before it is.
  flash.write(recordEnd, at + record.length)
  to.next += record.length + 1
  return true
}
