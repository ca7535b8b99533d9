import { withButtons, withRestore } from './features.ts'
import { appendRecord, openJournal } from './journal.ts'
import { log } from './log.ts'
import type { DeviceConfig } from './boot/config.ts'
import type { Bytes, Press } from './platform.ts'
import { parsed } from './text.ts'

/** One PowerSwitch_n. */
export interface Switch {
  readonly pin: number
  /** The pin of its button. */
  buttonPin?: number
  /** The pin's level when the switch is off: 1 for an active-low load, else absent, because an absent key costs no JsVar. */
  offLevel?: 1
  /** Its state is saved and comes back after a power cut. */
  restore?: true
  on: 0 | 1
}
/** The params of a property set: a wanted value by switch name. Unchecked, so any value may be there. */
interface Values {
  readonly [name: string]: number
}
export interface Switches {
  [name: string]: Switch
}

/** The file in Storage that holds the journal of the states for `atBoot: restore`. */
export const stateFile = 'switches'
/** Approximate limit of the text in a reply that says what was wrong, bytes. */
const wrongBytes = 100
/**
 * Flash wears, so there is at most one save in 5 s: 6 ticks of a second, because the first one may be partial. The newest
 * state is saved.
 */
const saveEveryTicks = 6

/** Returns the address of a file of Storage in flash, see platform/espruino.ts. */
export type PlaceOf = (name: string) => number

let switches: Switches
/** The last record of the journal. */
let saved: Bytes
/** Ticks until the next save is allowed; 0 when it is allowed now. */
let restTicks = 0

/** Drives every pin to its boot level, and only then warns of the switches whose saved state is missing. */
export function startSwitches(config: DeviceConfig['switches'], placeOf: PlaceOf): void {
  let states: { [name: string]: unknown } = {}
  if (withRestore)
    for (const name in config)
      if (config[name]!.atBoot === 'restore') {
        states = (parsed('{' + openJournal(stateFile, placeOf(stateFile)) + '}') || {}) as typeof states
        break
      }
  let unrestored = ''
  switches = {}
  for (const name in config) {
    const each = config[name]!
    const restore = withRestore && each.atBoot === 'restore'
    const on = restore ? states[name] : each.atBoot === 'on' ? 1 : 0
    if (withRestore && on !== 0 && on !== 1) unrestored += ' ' + name
    const made: Switch = { pin: board.pinOf(each.pin)!, on: withRestore ? (on === 1 ? 1 : 0) : (on as 0 | 1) }
    if (each.activeHigh === false) made.offLevel = 1
    if (restore) made.restore = true
    if (withButtons && each.button) made.buttonPin = board.pinOf(each.button)!
    switches[name] = made
    board.drive(made.pin, (made.on ^ made.offLevel!) as 0 | 1)
  }
  if (!withRestore) return
  saved = switchValues(true)
  if (unrestored) log('W switch no saved state, so off:' + unrestored)
}

/** Calls `watch` with the pin of every button. */
export function startButtons(watch: (button: number) => void): void {
  for (const name in switches) {
    const button = switches[name]!.buttonPin
    if (button != null) watch(button)
  }
}

/** Whether `cause` is a press of a button; never in a build without buttons. */
export function isPress(cause: string | readonly string[] | Press): cause is Press {
  return withButtons && typeof cause !== 'string' && 'pin' in cause
}

/** A button was pressed: its switch toggles. @seldom */
export function press(button: number): void {
  for (const name in switches) {
    const each = switches[name]!
    const params: { [name: string]: number } = {}
    params[name] = 1 - each.on
    if (each.buttonPin === button) setSwitches(params)
  }
}

/** Returns the values of all switches, or only of those that are restored, as the inside of a JSON object. */
export function switchValues(restoredOnly: boolean): Bytes {
  let text = ''
  for (const name in switches) {
    const each = switches[name]!
    if (!restoredOnly || each.restore) text += (text ? ',"' : '"') + name + '":' + each.on
  }
  return text
}

/** Saves the states that are restored at boot, if they differ from the last save. Also called before a reboot. @seldom */
export function saveSwitches(): void {
  restTicks = 0
  const text = switchValues(true)
  if (text === saved) return
  saved = text
  restTicks = saveEveryTicks
  if (!appendRecord(text)) log('W switch state not saved: no room in Storage, npm run flash')
}

/** Called every second. Returns true when a save that had to wait is allowed now. */
export function restEnds(): boolean {
  return !!restTicks && !--restTicks
}

/** Returns `wrong` with one more name in it, unless it is long; `name` is undefined when there were no params. @seldom */
function addWrong(wrong: Bytes, name: Bytes | undefined): Bytes {
  if (name === undefined) return 'no params'
  if (wrong.length >= wrongBytes) return wrong
  const each = switches[name]
  return wrong + name.substr(0, wrongBytes) + (each && each.pin >= 0 ? ' must be 0 or 1; ' : ' is unknown; ')
}

/**
 * Acts on the params of a property set: 0 or 1 for a known switch, nothing else. Returns what was wrong, '' when nothing
 * was. The same value again makes no pin edge.
 */
export function setSwitches(params: unknown): Bytes {
  // Own keys only: in the engine a key "__proto__" makes an object inherit others. None of a string: a key for each of its
  // characters would take all memory.
  const names = Object.keys((typeof params === 'object' && params) || {})
  let wrong = ''
  let value: number | undefined
  do {
    // Undefined when there is none.
    const name = names.shift()!
    const each = switches[name]
    // What every object inherits ("constructor", "on" ...) has no pin. Only 0 and 1 equal their own lowest bit.
    if (each && each.pin >= 0 && ((value = (params as Values)[name]!) & 1) === value) {
      if (each.on !== value) {
        each.on = value as 0 | 1
        board.drive(each.pin, (value ^ each.offLevel!) as 0 | 1)
        if (withRestore && each.restore && !restTicks) saveSwitches()
      }
    } else wrong = addWrong(wrong, name)
  } while (names.length)
  return wrong
}
