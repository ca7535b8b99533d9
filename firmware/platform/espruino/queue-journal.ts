import type { Bytes } from '../platform.ts'

/**
 * Records of what is added to a queue and taken from it, in two pages of flash that take turns. A record is appended to the
 * page in use. When that one is full the other is erased, all that the queue holds is copied to it, and its mark is written
 * last: from then on it is the one in use. So a power cut loses at most the record that is being written.
 *
 * A page begins with its mark, one of `marks`, the next one after that of the page before it. Then come the number of pages that
 * were erased so far, and the records, each ended by a line feed. A record without one was cut off by a power cut.
 */
export const queueFile = '.queue'

/** None has a bit set that another lacks without lacking one itself: no page that is half erased or half begun has another's. */
const marks = '356'
const recordEnd = '\n'
/** Length of a file's name in Storage's header, and of the part of it that is compared before each write, bytes. */
const nameBytes = 28
const headBytes = 4

/** Address in flash at which the file's bytes begin; 0 where there is none. */
let place = 0
/** Address of the first whole page in them, and the length of a page. */
let first: number
let size: number
/** The page in use, 0 or 1, and which of `marks` it has. */
let page = 1
let turn = -1
/** Addresses in flash: where the next record goes, and where its page ends. */
let next: number
let end = 0
let erases = 0

/**
 * Opens the journal in the file `queueFile` of Storage, whose bytes begin at the address `file` in flash; 0 means that there is
 * no such file. Returns how many bytes of records the queue may hold, 0 where there is no room; `each` gets every record, the
 * oldest first. What it gets lies in flash: it must copy what it keeps. @seldom
 */
export function openQueue(file: number, each: (record: Bytes) => void): number {
  const store = board.store
  const before = file && board.flash.getPage(file - 1)
  if (!before) return 0
  size = before.length
  first = before.addr + size
  if (store.read(queueFile)!.length < first - file + 2 * size) return 0
  place = file
  let text = ''
  for (let other = 0; other < 2; other++) {
    const found = store.read(queueFile, first - file + other * size, size)!
    const mark = marks.indexOf(found[0]!)
    if (mark >= 0 && (turn < 0 || mark === (turn + 1) % 3)) {
      text = found
      turn = mark
      page = other
    }
  }
  let from = text.indexOf(recordEnd) + 1
  erases = +text.substring(1, from - 1)
  for (let to; (to = text.indexOf(recordEnd, from)) > 0; from = to + 1) each(text.substring(from, to))
  next = first + page * size + from
  // Nothing is appended to a record that was cut off.
  end = text[from] === '\xff' ? first + (page + 1) * size : 0
  return size >> 1
}

/** Returns how many pages were erased so far; a page lasts 100,000 times. @seldom */
export function erasesOfQueue(): number {
  return erases
}

/**
 * Appends a record, which has no line feed, or copies `all`, the records of all that the queue holds with it, to the other
 * page. Returns false when that cannot be; after Storage has moved the file once,
 * and then true without doing anything. @seldom
 */
export function appendToQueue(record: Bytes, all: readonly Bytes[]): boolean {
  const flash = board.flash
  // Looks for the name in the file's header, which ends where its bytes begin: compacting Storage may have moved the file.
  if (!place) return true
  if (board.text(flash.read(headBytes, place - nameBytes)) !== queueFile.substr(0, headBytes)) place = 0
  if (!place) return false
  if (next + record.length < end && putRecord(record)) return true
  // Until all is copied nothing is appended, whatever happens meanwhile.
  end = 0
  const from = first + (page ^ 1) * size
  flash.erasePage(from)
  next = from + 1
  if (!putRecord('' + (erases + 1))) return false
  for (let at = 0; at < all.length; at++) if (!putRecord(all[at]!)) return false
  turn = (turn + 1) % 3
  flash.write(marks[turn]!, from)
  page ^= 1
  end = from + size
  erases++
  return true
}

/** Writes a record at `next`. Returns false when it cannot be read back. @seldom */
function putRecord(record: Bytes): boolean {
  const flash = board.flash
  flash.write(record, next)
  if (board.text(flash.read(record.length, next)) !== record) return false
  next += record.length
  // Written by itself: once the line feed is there, the whole record is.
  flash.write(recordEnd, next++)
  return true
}
