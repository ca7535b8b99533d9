import type { SwitchConfig, SwitchesConfig } from '../../../apps/switch/section.ts'
import type { FakeBoard } from './fake-board.ts'
import { pageOf, writeJournal } from './journal.ts'

/** A switch as a test wants it to be once the device has started. */
export interface FakeSwitch {
  readonly pin: number
  /** Default 0. */
  readonly on?: 0 | 1
  readonly activeHigh?: false
  /** It was kept, and comes back. */
  readonly restore?: true
  /** The pin of its button. */
  readonly button?: number
}
export interface FakeSwitches {
  readonly [name: string]: FakeSwitch
}

/** A switch that is off, on a pin where high is on, not restored. */
export function switchOn(pin: number, changes: Omit<FakeSwitch, 'pin'> = {}): FakeSwitch {
  return { pin, ...changes }
}

/** The section of device.json with which they are so; those that are restored are in the board's journal. */
export function configOf(fake: FakeBoard, switches: FakeSwitches): SwitchesConfig {
  const kept = Object.entries(switches).flatMap(([name, { restore, on = 0 }]) => (restore ? [`"${name}":${on}`] : []))
  if (kept.length > 0 && fake.storageHasRoom) writeJournal(fake.flash, pageOf(kept.join()))
  return Object.fromEntries(Object.entries(switches).map(([name, each]) => [name, sectionOf(each)]))
}

function sectionOf({ pin, button, activeHigh, restore, on }: FakeSwitch): SwitchConfig {
  return {
    pin: `D${pin}`,
    ...(button === undefined ? {} : { button: `D${button}` }),
    ...(activeHigh === undefined ? {} : { activeHigh }),
    atBoot: restore ? 'restore' : on ? 'on' : 'off',
  }
}
