import { startLog } from '../../../firmware/log.ts'
import { saveSwitches, startSwitches, type Switch, type Switches } from '../../../firmware/switch.ts'
import { createFakeBoard, type FakeBoard } from './fake-board.ts'

/** A switch that is off, on a pin where high is on, not restored. */
export function switchOn(pin: number, changes: Partial<Switch> = {}): Switch {
  return { pin, on: 0, ...changes }
}

/** A new board with these switches, started; nothing has been driven or saved yet. */
export function boardWith(switches: Switches): FakeBoard {
  const fake = createFakeBoard()
  startLog()
  startSwitches(switches)
  // With nothing to save this ends the rest after a save of the test before.
  saveSwitches()
  return fake
}
