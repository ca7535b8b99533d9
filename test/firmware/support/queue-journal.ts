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
