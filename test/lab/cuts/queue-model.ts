import assert from 'node:assert/strict'
import { readApplication } from '../../../tools/build/application.ts'
import { ensureBuilt } from '../../../tools/build/firmware.ts'
import { createBoard, type Board } from '../../../tools/board/board.ts'
import { BoardGone } from '../../../tools/board/language/machine.ts'
import type { FlashStorage } from '../../../tools/storage/flash-storage.ts'
import { fillQueuePage, savedEntries } from '../../firmware/support/queue-journal.ts'
import { createMemoryNetwork } from '../../virtual/memory-network.ts'
import { createVirtualClock } from '../../virtual/virtual-clock.ts'
import { boardOf, startsWith } from './boards.ts'
import { Tally, type CutCase } from './case.ts'
import { copyOf, shares } from './model-cut.ts'
import { saveFiles } from './saves.ts'
import { shapes } from './shapes.ts'

/** The board queues these, of which it holds three. */
const numbers = [1, 2, 4, 5, 7, 8] as const
const most = 3
/** How much of the page in use is free at first: all of it, or room for two entries. */
const journals = { new: undefined, 'page nearly full': 80 } as const

/** A queue in flash is filled and overflows, cut at every step of the chip and within it; then it goes on. */
export function queueModelCases(): CutCase[] {
  return (['esp32', 'esp8266'] as const).flatMap((shape) =>
    (['once', 'without a layout'] as const).flatMap((past) =>
      (['new', 'page nearly full'] as const).map((journal) => ({
        name: `queue, simulated ${shape}, flashed ${past} before, journal ${journal}`,
        allowed: ['with the last entry', 'without the last entry'],
        run: async (heard) => {
          const { script } = await ensureBuilt('dist', readApplication('test/features/apps/queue.js'))
          const files = saveFiles(script)
          const before = await boardOf(shapes[shape], past, 'empty', { files })
          before.write('queue.json', Buffer.from(JSON.stringify({ saved: true, most })))
          if (journals[journal] !== undefined) fillQueuePage(before, journals[journal])
          return cutQueue(shape, before, files, new Tally(heard))
        },
      })),
    ),
  )
}

/** What the queue in flash holds. */
const held = (storage: FlashStorage): number[] =>
  savedEntries(storage).map((entry) => (JSON.parse(entry.slice(entry.indexOf('\t'))) as { n: number }).n)

function cutQueue(
  shape: keyof typeof shapes,
  before: FlashStorage,
  files: ReturnType<typeof saveFiles>,
  tally: Tally,
): Tally {
  for (const share of shares) {
    for (let at = 1; ; at++) {
      const storage = copyOf(before)
      const queuer = new Queuer(shape, storage)
      queuer.cutAt(at, share)
      queuer.start()
      let done = 0
      while (queuer.isRunning && done < numbers.length) queuer.queue(numbers[done++] ?? 0)
      if (queuer.isRunning) break
      queuer.startAgain()
      assert.equal(startsWith(storage, [files]), 'old', `script or configuration lost at step ${at}`)
      tally.add(outcomeOf(held(storage), done))
      const again = [...held(storage), 10].slice(-most)
      queuer.queue(10)
      queuer.startAgain()
      assert.deepEqual(held(storage), again, `an entry after the cut at step ${at} is saved`)
    }
  }
  return tally
}

function outcomeOf(found: readonly number[], done: number): string {
  const upTo = (count: number): readonly number[] => numbers.slice(Math.max(0, count - most), count)
  if (found.join() === upTo(done).join()) return 'with the last entry'
  const last = upTo(done - 1)
  // Room was made for it already.
  const isWithout = found.join() === last.join() || (done > most && found.join() === last.slice(1).join())
  return isWithout ? 'without the last entry' : `${found.join()} after ${done} entries`
}

/** A simulated board, out of reach of any network, that queues numbers until its power fails. */
class Queuer {
  private readonly clock = createVirtualClock()
  private readonly board: Board

  constructor(
    shape: keyof typeof shapes,
    private readonly storage: FlashStorage,
  ) {
    const transport = createMemoryNetwork(this.clock)
    this.board = createBoard({ script: '', storage, clock: this.clock, transport, profile: shape })
  }

  get isRunning(): boolean {
    return this.board.isRunning
  }

  /** Makes power fail at step `at` of the flash chip, counted from 1, with a share of it done. */
  cutAt(at: number, share: number): void {
    let step = 0
    this.storage.chip.beforeStep = ({ bytes }, part) => {
      if (++step !== at) return
      part(Math.floor(bytes * share))
      this.board.powerOff()
      throw new BoardGone('power fails')
    }
  }

  start(): void {
    this.board.boot()
    this.clock.advance(100)
  }

  queue(number: number): void {
    this.board.outside.temperature = number
    this.board.press('D5')
    this.clock.advance(100)
  }

  startAgain(): void {
    this.storage.chip.beforeStep = undefined
    this.board.powerOff()
    this.start()
  }
}
