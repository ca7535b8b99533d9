import type { Bytes } from '../platform.ts'

/**
 * A journal in two pages of flash that take turns. A record is appended to the erased part of a page; only when the page is
 * full is the other one erased and begun with the newest record. So at every moment one of them holds the record that was
 * written last, or the one before it, and nothing else in flash is touched: no file is made, erased or moved.
 *
 * A page begins with its number, 0 to 2, the next one (modulo 3) after that of the page before it; then come the records,
 * each ended by a line feed. A record without one was cut off by a power cut.
 */
const recordEnd = '\n'
const turns = 3
/** Length of a file's name in Storage's header, and of the part of it that is compared before each write, bytes. */
const nameBytes = 28
const headBytes = 4

/** An open journal. Its keys have at most 4 characters, which cost no JsVar of their own. */
interface Journal {
  /** The first `headBytes` of the name of the file in which the pages lie. */
  readonly name: Bytes
  /** Address in flash at which the file's bytes begin. */
  readonly file: number
  /** Address of the first whole page in them. */
  readonly at: number
  /** Of a page, bytes. */
  readonly size: number
  /** The page in use, 0 or 1. */
  page: number
  /** The number with which it begins. */
  turn: number
  /** Where in the page the next record goes; `size` when it must go into the other page. */
  next: number
}

let journal: Journal | undefined

/**
 * Opens the journal in the file `name` of Storage, whose bytes begin at the address `file` in flash; 0 means that there is no
 * such file. Returns the last whole record, '' where there is none.
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
    // The records end where the erased part begins. Without a number in front or without a record the page was not begun.
    let end = text.indexOf('\xff')
    if (end < 0) end = size
    const lastEnd = text.lastIndexOf(recordEnd, end)
    const turn = +text[0]!
    if (lastEnd > 0 && turn < turns && (!last || turn === (opened.turn + 1) % turns)) {
      opened.page = page
      opened.turn = turn
      // Nothing is appended to a record that was cut off.
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
  // Looks for the name in the file's header, which ends where its bytes begin: compacting Storage may have moved the file.
  if (!to || board.text(flash.read(headBytes, to.file - nameBytes)) !== to.name) return false
  if (to.next + record.length >= to.size) {
    to.page ^= 1
    to.next = 0
    record = (to.turn = (to.turn + 1) % turns) + record
  }
  const at = to.at + to.page * to.size + to.next
  if (!to.next) flash.erasePage(at)
  flash.write(record, at)
  // Written by itself: once the line feed is there, the whole record is.
  flash.write(recordEnd, at + record.length)
  to.next += record.length + 1
  return true
}
