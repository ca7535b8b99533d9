import type { Board, Bytes } from './platform.ts'

export type AtBoot = 'off' | 'on' | 'restore'

/** One PowerSwitch_n as configured. */
export interface SwitchConfig {
  readonly pin: string
  readonly activeHigh: boolean
  readonly atBoot: AtBoot
}

interface Switch {
  readonly pin: number
  readonly activeHigh: boolean
  readonly restore: boolean
  on: 0 | 1
}

/** The file in Storage that remembers what `atBoot: restore` restores. */
const stateFile = 'switches.json'
/** Flash wears: a state is saved at most this often, the newest wins. */
const saveEveryMs = 5000

let board: Board
let switches: { [name: string]: Switch }
/** What stateFile holds; '' before it is known. */
let saved: Bytes
/** Less than that ago something was saved. */
let resting = false

function drive(each: Switch): void {
  board.drive(each.pin, each.activeHigh === (each.on === 1) ? 1 : 0)
}

/** The values of all switches, or only of those that are restored, as the inside of a JSON object. */
export function switchValues(restoredOnly: boolean): Bytes {
  let text = ''
  for (const name in switches) {
    const each = switches[name]!
    if (!restoredOnly || each.restore) text += (text ? ',"' : '"') + name + '":' + each.on
  }
  return text
}

/** Writes the restored switches' states if they differ from what is written; before a planned reboot, too. */
export function saveSwitches(): void {
  resting = false
  const text = switchValues(true)
  if (text === saved) return
  saved = text
  resting = true
  board.after(saveSwitches, saveEveryMs)
  if (!board.store.write(stateFile, '{' + text + '}')) board.log('W', 'switch', 'state not saved: Storage is full')
}

/**
 * Drives every pin to its boot level, first of all things. Answers what went wrong with the saved state, '' for
 * nothing: a state that is missing or broken counts as off.
 */
export function startSwitches(ofBoard: Board, configs: { [name: string]: SwitchConfig }): Bytes {
  board = ofBoard
  switches = {}
  let states: { [name: string]: unknown } | undefined
  let wrong = ''
  for (const name in configs) {
    const config = configs[name]!
    const restore = config.atBoot === 'restore'
    let on: unknown = config.atBoot === 'on' ? 1 : 0
    if (restore) {
      if (!states) states = readStates()
      on = states[name]
      if (on !== 0 && on !== 1) wrong += ' ' + name
    }
    const each: Switch = { pin: board.pin(config.pin)!, activeHigh: config.activeHigh, restore: restore, on: on === 1 ? 1 : 0 }
    switches[name] = each
    drive(each)
  }
  saved = switchValues(true)
  return wrong
}

function readStates(): { [name: string]: unknown } {
  try {
    const states = JSON.parse(board.store.read(stateFile) || '{}') as unknown
    return typeof states === 'object' && states ? (states as { [name: string]: unknown }) : {}
  } catch (error) {
    return {}
  }
}

/**
 * Acts on the params of a property set: 0 and 1 of a known switch, nothing else. Answers what was not as wanted, ''
 * when all was. The same value again makes no pin edge.
 */
export function setSwitches(params: unknown): Bytes {
  if (typeof params !== 'object' || !params) return 'params missing'
  let wrong = ''
  // Own keys only: in the engine a key "__proto__" makes the others inherited.
  const names = Object.keys(params)
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!
    const value = (params as { [name: string]: unknown })[name]
    const each = switches[name]
    // What every object inherits ("constructor" ...) has no pin.
    if (!each || each.pin === undefined) wrong += name + ' is unknown; '
    else if (value !== 0 && value !== 1) wrong += name + ' must be 0 or 1; '
    else if (each.on !== value) {
      each.on = value
      drive(each)
      if (each.restore && !resting) saveSwitches()
    }
  }
  return names.length ? wrong : 'params empty'
}
