import { boardWith } from '../firmware/support/board-with.ts'
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

/** Toggles a switch that is restored 100,000 times, one a second. */
export function wearFlash(): FlashWear {
  const { fake, set, seconds } = boardWith({ PowerSwitch_1: switchOn(2, { restore: true }) })
  const { flash, events } = fake
  flash.resetCounts()
  let saves = 0
  const countSaves = (): void => {
    saves += events.filter((event) => event.startsWith('save ')).length
    events.length = 0
  }
  for (let i = 1; i <= toggles; i++) {
    set({ PowerSwitch_1: i & 1 })
    seconds(1)
    if (i % 1_000 === 0) countSaves()
  }
  seconds(6)
  countSaves()
  const pageErases = flash.pageErases.filter((erases) => erases > 0)
  const mostErases = Math.max(...pageErases)
  const years = Math.round((cyclesOfAPage * saves) / mostErases / togglesADay / 365)
  return { toggles, saves, lastRecord: lastRecord(flash), pageErases, mostErases, years }
}
