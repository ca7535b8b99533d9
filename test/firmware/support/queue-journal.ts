import type { FlashStorage } from '../../../tools/storage/flash-storage.ts'
import { addressOf, createFakeBoard, type FakeBoard } from './fake-board.ts'
import { createFakeEngine } from './fake-engine.ts'
import { freshModules, type Modules } from './fresh.ts'

export type QueueJournal = Modules['firmware/platform/espruino/queue-journal.ts']

export const queueFile = '.queue'
/** What placeOf of platform/espruino.ts makes. */
const fileBytes = 12_288

/** A board whose Storage has the queue's file, behind one of so many bytes. */
export function boardWithQueueFile(before = 100): FakeBoard {
  const fake = createFakeBoard()
  fake.flash.write('.bootcde', new Uint8Array(before))
  fake.flash.write(queueFile, Uint8Array.of(0xff), 0, fileBytes)
  return fake
}

/** The journal as after a power-on, and the records that it has. */
export function openOn(fake: FakeBoard): { journal: QueueJournal; bytes: number; records: string[] } {
  const journal = freshModules(createFakeEngine(fake).globals)('firmware/platform/espruino/queue-journal.ts')
  const records: string[] = []
  const bytes = journal.openQueue(addressOf(fake, queueFile), (record) => records.push(record))
  return { journal, bytes, records }
}

/** The records of a page that was begun, with the turn that its mark says; undefined where it was not. */
function readPage(text: string): { turn: number; records: string[] } | undefined {
  const turn = '356'.indexOf(text.charAt(0))
  return text === '' || turn < 0 ? undefined : { turn, records: text.split('\n').slice(1, -1) }
}

/** The entries that the queue in flash holds, as a start reads them. */
export function savedEntries(storage: FlashStorage): string[] {
  const offset = storage.offsetOf(queueFile)
  if (offset === undefined) return []
  const { pageBytes } = storage.shape
  const first = Math.ceil(offset / pageBytes) * pageBytes
  const pages = [first, first + pageBytes].flatMap(
    (at) => readPage(Buffer.from(storage.chip.read(at, pageBytes)).toString('latin1')) ?? [],
  )
  const newest = pages.find(({ turn }) => !pages.some((other) => other.turn === (turn + 1) % 3))
  const entries: string[] = []
  for (const record of newest?.records ?? []) {
    const [, at, count] = /^-(\d+),(\d+)$/.exec(record) ?? []
    if (at !== undefined) entries.splice(Number(at), Number(count))
    else if (!record.startsWith('=')) entries.push(record)
  }
  return entries
}

/** Fills the page in use with entries that were taken, up to so many bytes before its end. */
export function fillQueuePage(storage: FlashStorage, spareBytes: number): void {
  storage.write(queueFile, Uint8Array.of(0xff), 0, fileBytes)
  const { pageBytes } = storage.shape
  const pair = 'p"X"\t1\n-0,1\n'
  const text = '31\n' + pair.repeat(Math.floor((pageBytes - spareBytes) / pair.length))
  storage.writeAligned(Math.ceil(storage.offsetOf(queueFile)! / pageBytes) * pageBytes, Buffer.from(text))
}
