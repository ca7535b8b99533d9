import type { SwitchConfig } from '../../../firmware/boot/config.ts'
import { startLog } from '../../../firmware/log.ts'
import { saveSwitches, startSwitches, type Switch, type Switches } from '../../../firmware/switch.ts'
import { pageOf, writeJournal } from './journal.ts'
import { createFakeBoard, type FakeBoard } from './fake-board.ts'

/** A switch that is off, on a pin where high is on, not restored. */
export function switchOn(pin: number, changes: Partial<Switch> = {}): Switch {
  return { pin, on: 0, ...changes }
}

/** A new board with these switches, started; what that has driven is forgotten, and nothing is saved yet. */
export function boardWith(switches: Switches, { storageHasRoom = true } = {}): FakeBoard {
  const fake = createFakeBoard()
  fake.storageHasRoom = storageHasRoom
  startLog()
  startAs(fake, switches)
  return fake
}

/** Starts these switches on the board, as from a configuration and a saved state; leaves no event there. */
export function startAs(fake: FakeBoard, switches: Switches): void {
  const states = Object.entries(switches).map(([name, { on }]) => `"${name}":${on}`)
  if (states.length > 0 && fake.storageHasRoom) writeJournal(fake.flash, pageOf(states.join()))
  startSwitches(
    Object.fromEntries(Object.entries(switches).map(([name, each]): [string, SwitchConfig] => [name, configOf(each)])),
    fake.placeOf,
  )
  // With nothing to save this ends the rest after a save of the test before.
  saveSwitches()
  fake.events.splice(0)
}

function configOf({ pin, buttonPin, offLevel, restore, on }: Switch): SwitchConfig {
  return {
    pin: `D${pin}`,
    ...(buttonPin === undefined ? {} : { button: `D${buttonPin}` }),
    activeHigh: offLevel !== 1,
    atBoot: restore ? 'restore' : on ? 'on' : 'off',
  }
}
