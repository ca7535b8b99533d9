import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFakeBoard, type FakeBoard } from '../support/fake-board.ts'
import { boardWithQueueFile, openOn, queueFile, type QueueJournal } from '../support/queue-journal.ts'

const pageBytes = 4096
/** How much of the step at which power fails is still done. */
const shares = [0, 0.25, 0.5, 0.75]

class PowerCut extends Error {}

/** Makes power fail at step `at` of the chip, counted from 1, with a share of it done. */
function cutAt({ flash }: FakeBoard, at: number, share: number): void {
  let step = 0
  flash.chip.beforeStep = ({ bytes }, part) => {
    if (++step !== at) return
    part(Math.floor(bytes * share))
    throw new PowerCut()
  }
}

/** Entries of 30 to 36 bytes: `count` are added, and from the third on each takes one away. Calls `done` after each step. */
function work(journal: QueueJournal, live: string[], count: number, done: () => void = () => undefined): void {
  for (let i = 0; i < count; i++) {
    const entry = `p${i}:`.padEnd(30 + (i % 7), '.')
    live.push(entry)
    assert.ok(journal.appendToQueue(entry, live))
    done()
    if (live.length < 3) continue
    live.shift()
    assert.ok(journal.appendToQueue('-0,1', live))
    done()
  }
}

/** What the records make of the queue. */
function replay(records: readonly string[]): string[] {
  const live: string[] = []
  for (const record of records) {
    if (record[0] === '-') live.shift()
    else live.push(record)
  }
  return live
}

test('without a file, or in one that is too small, there is no journal, and nothing is appended', () => {
  const none = createFakeBoard()
  assert.equal(openOn(none).bytes, 0)
  none.flash.write(queueFile, new Uint8Array(100))
  const { bytes, journal } = openOn(none)
  assert.equal(bytes, 0)
  const { version } = none.flash.chip
  assert.equal(journal.appendToQueue('p1', ['p1']), true)
  assert.equal(none.flash.chip.version, version)
})

test('what was appended comes back in order; half a page may be held', () => {
  const fake = boardWithQueueFile()
  const { journal, bytes, records } = openOn(fake)
  assert.deepEqual([bytes, records], [pageBytes / 2, []])
  const live: string[] = []
  for (const record of ['p1', 'e2\xff\xfe', 'p3']) {
    live.push(record)
    assert.ok(journal.appendToQueue(record, live))
    assert.deepEqual(openOn(fake).records, live)
  }
})

test('wherever in a page the file begins, two whole pages of it take turns, and no other byte is touched', () => {
  for (const before of [4, 3996, 4028, 4032, 4064]) {
    const fake = boardWithQueueFile(before)
    const { journal } = openOn(fake)
    const live: string[] = []
    work(journal, live, 500)
    assert.deepEqual(replay(openOn(fake).records), live, `${before}`)
    assert.ok(fake.flash.read(queueFile)?.length === 12_288 && fake.flash.read('.bootcde')?.length === before)
    const worn = fake.flash.pageErases.filter((erases) => erases > 0)
    assert.ok(worn.length === 2 && Math.abs(worn[0]! - worn[1]!) <= 1, worn.join())
    assert.equal(openOn(fake).journal.erasesOfQueue(), worn[0]! + worn[1]!)
  }
})

test('power fails at each write and erase, and in it: at most what is being written is lost, and all goes on', () => {
  const nearlyFull = boardWithQueueFile()
  const before: string[] = []
  work(openOn(nearlyFull).journal, before, 102)
  const image = nearlyFull.flash.image()
  let cuts = 0
  let erases = 0
  for (const share of shares) {
    for (let at = 1; ; at++) {
      const fake = createFakeBoard()
      fake.flash.chip.load(image)
      const { journal } = openOn(fake)
      const live = before.slice()
      let written = before
      cutAt(fake, at, share)
      try {
        work(journal, live, 4, () => (written = live.slice()))
        erases += journal.erasesOfQueue() - 1
        break
      } catch (error) {
        assert.ok(error instanceof PowerCut)
      }
      fake.flash.chip.beforeStep = undefined
      cuts++
      const again = openOn(fake)
      const found = replay(again.records)
      // Recorded, or not: the entry that was being added or taken away.
      assert.ok(
        [live, written].some((one) => one.join() === found.join()),
        `${share} of step ${at}: ${found.join()}`,
      )
      work(again.journal, found, 3, () => assert.deepEqual(replay(openOn(fake).records), found))
    }
  }
  assert.ok(cuts > 100, `${cuts} cuts`)
  assert.equal(erases, shares.length, 'the pages change meanwhile')
})

test('power fails a second time while the pages change after the first: nothing is lost', () => {
  for (let at = 1; ; at++) {
    const fake = boardWithQueueFile()
    const live = ['p1', 'p2', 'p3']
    const first = openOn(fake).journal
    live.forEach((record, i) => first.appendToQueue(record, live.slice(0, i + 1)))
    // A record that was cut off: the next one changes the page.
    cutAt(fake, 1, 0.75)
    assert.throws(() => first.appendToQueue('p4 is long enough to be cut', live), PowerCut)
    const second = openOn(fake)
    assert.deepEqual(second.records, live)
    cutAt(fake, at, 0.5)
    try {
      second.journal.appendToQueue('p5', [...live, 'p5'])
      assert.ok(at > 8)
      break
    } catch (error) {
      assert.ok(error instanceof PowerCut)
    }
    fake.flash.chip.beforeStep = undefined
    const { journal, records } = openOn(fake)
    assert.deepEqual(records.slice(0, 3), live, `step ${at}`)
    assert.ok(journal.appendToQueue('p6', [...live, 'p6']))
    assert.deepEqual(openOn(fake).records.at(-1), 'p6')
  }
})

test('a place that does not take what is written is left: the other page is begun', () => {
  const fake = boardWithQueueFile()
  const { journal } = openOn(fake)
  assert.ok(journal.appendToQueue('p1', ['p1']))
  const page = fake.flash.pageErases.findIndex((erases) => erases > 0)
  // A bit that the cut before left cleared, behind the first byte.
  fake.flash.chip.write(page * pageBytes + '31\np1\n'.length + 1, Uint8Array.of(0))
  assert.ok(journal.appendToQueue('p2', ['p1', 'p2']))
  assert.deepEqual(openOn(fake).records, ['p1', 'p2'])
  assert.equal(openOn(fake).journal.erasesOfQueue(), 2)
})

test('where another file lies in its place nothing is written, which is said once', () => {
  const fake = boardWithQueueFile()
  const { journal } = openOn(fake)
  assert.ok(journal.appendToQueue('p1', ['p1']))
  fake.flash.erase(queueFile)
  const { version } = fake.flash.chip
  assert.deepEqual(
    [1, 2].map(() => journal.appendToQueue('p2', ['p1', 'p2'])),
    [false, true],
  )
  assert.equal(fake.flash.chip.version, version)
})
