import assert from 'node:assert/strict'
import { createBoard, type Board } from '../../tools/board/board.ts'
import type { FlashStorage } from '../../tools/board/flash-storage.ts'
import { BoardGone } from '../../tools/board/machine.ts'
import { createMemoryNetwork } from '../support/memory-network.ts'
import { createVirtualClock } from '../support/virtual-clock.ts'
import { boardOf, startsWith, type Past } from './boards.ts'
import { Tally, type CutCase } from './case.ts'
import { copyOf, shares } from './model-cut.ts'
import { fillJournal, journals, presses, savesConfig, states, type JournalFill } from './saves.ts'
import { fills, shapes, type Fill } from './shapes.ts'

type Shape = keyof typeof shapes
/** Longer than a save rests. */
const apartMs = 6_000
const buttons = Object.values(savesConfig.switches).map(({ button }) => button)
const pins = Object.values(savesConfig.switches).map(({ pin }) => pin)

/** How a board came to its script: by npm run flash or npm run image; or pasted, so that the firmware makes the journal. */
const ways = { 'npm run flash': 'once', 'the Web IDE': 'without a layout' } as const satisfies Record<string, Past>

/** The built script saves, cut at every step of the chip and amid it; then it starts, with the state saved last or the one before. */
export function savesModelCases(script: string, names: readonly Shape[] = ['esp32', 'esp8266']): CutCase[] {
  const cases: CutCase[] = []
  for (const shape of names)
    for (const way of Object.keys(ways) as (keyof typeof ways)[])
      for (const fill of fills)
        for (const journal of journals) {
          // npm run flash makes the journal; without room for one the firmware says so, and saves nothing.
          if (way === 'npm run flash' ? journal === 'not there' : fill === 'full') continue
          cases.push({
            name: `saves, simulated ${shape}, script by ${way}, ${fill}, journal ${journal}`,
            allowed: ['the last state', 'the one before'],
            run: async (heard) => cutSaves(script, { shape, past: ways[way], fill, journal }, new Tally(heard)),
          })
        }
  return cases
}

interface Start {
  readonly shape: Shape
  readonly past: Past
  readonly fill: Fill
  readonly journal: JournalFill
}

async function cutSaves(script: string, { shape, past, fill, journal }: Start, tally: Tally): Promise<Tally> {
  const files = [
    { name: '.bootcde', bytes: Buffer.from(script) },
    { name: 'device.json', bytes: Buffer.from(JSON.stringify(savesConfig)) },
  ]
  const before = await boardOf(shapes[shape], past, fill, { files })
  fillJournal(before, journal)
  for (const share of shares) {
    for (let at = 1; ; at++) {
      const storage = copyOf(before)
      const saver = new Saver(shape, storage)
      const pressed = saver.pressUntilCut(at, share)
      if (pressed === undefined) break
      const found = saver.startAgain()
      assert.equal(startsWith(storage, [files]), 'old', `script or configuration lost at step ${at}`)
      tally.add(found === states[pressed] ? 'the last state' : found === states[pressed - 1] ? 'the one before' : found)
      saver.mustStillSave()
    }
  }
  return tally
}

/** A board whose buttons are pressed. */
class Saver {
  private readonly clock = createVirtualClock()
  private readonly board: Board

  constructor(
    shape: Shape,
    private readonly storage: FlashStorage,
  ) {
    const transport = createMemoryNetwork(this.clock)
    this.board = createBoard({ script: '', storage, clock: this.clock, transport, profile: shape })
  }

  /** Power fails at the step `at`. Returns how many presses there were; undefined where all went before. */
  pressUntilCut(at: number, share: number): number | undefined {
    const { board, clock } = this
    let step = 0
    this.storage.chip.beforeStep = ({ bytes }, part) => {
      if (++step !== at) return
      part(Math.floor(bytes * share))
      board.powerOff()
      throw new BoardGone('power fails')
    }
    board.boot()
    clock.advance(apartMs)
    let pressed = 0
    while (board.isRunning && pressed < presses.length) {
      board.press(buttons[presses[pressed++] ?? 0] ?? '')
      clock.advance(apartMs)
    }
    return board.isRunning ? undefined : pressed
  }

  /** Power comes back. Returns the pins. */
  startAgain(): string {
    this.storage.chip.beforeStep = undefined
    this.board.powerOff()
    this.board.boot()
    this.clock.advance(apartMs)
    return pins.map((pin) => this.board.pin(pin)).join('')
  }

  /** The next state is saved, whatever the cut left. */
  mustStillSave(): void {
    this.board.press(buttons[0] ?? '')
    this.clock.advance(apartMs)
    const wanted = pins.map((pin) => this.board.pin(pin)).join('')
    assert.equal(this.startAgain(), wanted, 'a state after the cut is saved')
  }
}
