import { FlashStorage } from '../../../tools/storage/flash-storage.ts'
import type { ZoneFile } from '../../../tools/storage-layout/zone.ts'
import { writeJournal } from '../../firmware/support/journal.ts'

/** Two switches that come back as they were, each with a button: `saveSteps` are presses, each of which is a save. */
export const savesConfig = {
  wifi: { ssid: 'Home', password: 'the wifi password' },
  aliyun: {
    ...{ productKey: 'a1CUTS', deviceName: 'plug1', deviceSecret: '0123456789abcdef0123456789abcdef' },
    ...{ host: '127.0.0.1', port: 1 },
  },
  switches: {
    PowerSwitch_1: { pin: 'D2', button: 'D5', atBoot: 'restore' },
    PowerSwitch_2: { pin: 'D4', button: 'D13', atBoot: 'restore' },
  },
}

export function saveFiles(script: string): ZoneFile[] {
  return [
    { name: '.bootcde', bytes: Buffer.from(script) },
    { name: 'device.json', bytes: Buffer.from(JSON.stringify(savesConfig)) },
  ]
}

/** The states before the first press and after each: none is that of two presses before. */
export const states = ['00', '10', '11', '01', '00'] as const
/** Which switch each press is for. */
export const presses = [0, 1, 0, 1] as const

/** Returns the journal's record of a state. */
export const recordOf = (state: string): string => `"PowerSwitch_1":${state[0]},"PowerSwitch_2":${state[1]}`

/** How full the journal is when the presses begin. */
export const journals = ['not there', 'new', 'one page nearly full', 'both pages nearly full'] as const
export type JournalFill = (typeof journals)[number]

/** Leaves room for one record in the page in use. */
export function fillJournal(storage: FlashStorage, fill: JournalFill): void {
  if (fill === 'not there' || fill === 'new') return
  const record = `${recordOf(states[0])}\n`
  const page = (turn: number, spare: number): string =>
    String(turn) + record.repeat(Math.floor((storage.shape.pageBytes - 1) / record.length) - spare)
  if (fill === 'one page nearly full') writeJournal(storage, page(0, 1))
  else writeJournal(storage, page(0, 0), page(1, 1))
}
