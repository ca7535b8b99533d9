<<<<<<< HEAD
import { keep, kept, onKeepSecond } from '../../firmware/keep/keep.ts'
import { startLog } from '../../firmware/log.ts'
import { createFakeBoard, type FakeBoard } from '../firmware/support/fake-board.ts'
=======
import { boardWith } from '../firmware/support/board-with.ts'
>>>>>>> w-unit
import { lastRecord } from '../firmware/support/journal.ts'
import { switchOn } from '../firmware/support/switches.ts'

/** How many erases of a page the makers of the boards' flash guarantee. */
const cyclesOfAPage = 100_000
const toggles = 100_000
export const togglesADay = 50

export interface FlashWear {
  readonly toggles: number
  readonly saves: number
  readonly lastRecord: string | undefined
  /** Of each page that was erased at all. */
  readonly pageErases: readonly number[]
  /** Of the page that was erased most. */
  readonly mostErases: number
  /** How long flash lasts at `togglesADay`, which are far apart, so that each one is saved. */
  readonly years: number
}

<<<<<<< HEAD
/** Puts in place of the engine's globals what `kept` finds the journal with. Returns what takes them away again. */
function engineOf({ board, flash, placeOf }: FakeBoard): () => void {
  const storage = {
    read: board.store.read,
    write: (name: string) => placeOf(name) > 0,
    getFree: () => Infinity,
  }
  const globals = {
    require: (name: string) => (name === 'Flash' ? board.flash : storage),
    E: { toString: (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1') },
  }
  Object.assign(globalThis, globals)
=======
/** Toggles a switch that is restored 100,000 times, one a second. */
export function wearFlash(): FlashWear {
  const { fake, set, seconds } = boardWith({ PowerSwitch_1: switchOn(2, { restore: true }) })
  const { flash, events } = fake
>>>>>>> w-unit
  flash.resetCounts()
  return () => Object.keys(globals).forEach((name) => Reflect.deleteProperty(globalThis, name))
}

/** Keeps a value that changes 100,000 times, once a second. */
export function wearFlash(): FlashWear {
  const fake = createFakeBoard()
  startLog()
  const putBack = engineOf(fake)
  kept()
  putBack()
  const { flash, events } = fake
  let saves = 0
  const countSaves = (): void => {
    saves += events.filter((event) => event.startsWith('save ')).length
    events.length = 0
  }
  for (let i = 1; i <= toggles; i++) {
<<<<<<< HEAD
    keep({ PowerSwitch_1: i & 1 })
    onKeepSecond()
    if (i % 1_000 === 0) countSaves()
  }
  for (let i = 0; i < 6; i++) onKeepSecond()
=======
    set({ PowerSwitch_1: i & 1 })
    seconds(1)
    if (i % 1_000 === 0) countSaves()
  }
  seconds(6)
>>>>>>> w-unit
  countSaves()
  const pageErases = flash.pageErases.filter((erases) => erases > 0)
  const mostErases = Math.max(...pageErases)
  const years = Math.round((cyclesOfAPage * saves) / mostErases / togglesADay / 365)
  return { toggles, saves, lastRecord: lastRecord(flash), pageErases, mostErases, years }
}
