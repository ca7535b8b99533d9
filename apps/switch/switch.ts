import {
  asksFor,
  configure,
  keep,
  keepPosted,
  kept,
  log,
  onProps,
  postState,
  publish,
  subscribe,
} from '../../firmware/device.ts'
import { checkSwitches } from './check-switches.ts'
import type { SwitchesConfig } from './section.ts'

// What the configuration inside a script does not ask for is not in that script.
const withButtons = asksFor('switches.*.button')
const withRestore = asksFor('switches.*.atBoot', 'restore')

/** One PowerSwitch_n. Its keys are short, because longer ones cost JsVars. */
interface Switch {
  readonly pin: number
  /** The pin of its button. */
  key?: number
  /** The pin's level when the switch is off: 1 for an active-low load, else absent, because an absent key costs no JsVar. */
  off?: 1
  /** Its state is kept and comes back after a power cut. */
  keep?: 1
  on: 0 | 1
}

/** Contacts bounce for less than this, ms. */
const debounceMs = 30
/** Approximate limit of the text in a reply that says what was wrong, bytes. */
const wrongBytes = 100

const switches: { [name: string]: Switch } = {}

/** Drives every pin to its boot level, and only then warns of the switches whose saved state is missing. */
function start(section: unknown): void {
  const config = section as SwitchesConfig
  let isKept = false
  if (withRestore) for (const name in config) if (config[name]!.atBoot === 'restore') isKept = true
  const states = isKept ? kept() : {}
  let unrestored = ''
  for (const name in config) {
    const each = config[name]!
    const restore = withRestore && each.atBoot === 'restore'
    const on = restore ? states[name] : each.atBoot === 'on' ? 1 : 0
    if (withRestore && on !== 0 && on !== 1) unrestored += ' ' + name
    const made: Switch = { pin: +Pin(each.pin)!, on: on === 1 ? 1 : 0 }
    if (each.activeHigh === false) made.off = 1
    if (restore) made.keep = 1
    switches[name] = made
    digitalWrite(made.pin, (made.on ^ made.off!) as 0 | 1)
    if (withButtons && each.button) {
      made.key = +Pin(each.button)!
      pinMode(made.key, 'input_pullup')
      setWatch(press, made.key, { repeat: true, edge: 'falling', debounce: debounceMs })
    }
  }
  if (withRestore && unrestored) log('W switch no saved state, so off:' + unrestored)
}

/** A button was pressed: its switch toggles. */
function press(event: { readonly pin: number }): void {
  for (const name in switches) {
    const each = switches[name]!
    const params: { [name: string]: number } = {}
    params[name] = 1 - each.on
    if (each.key === event.pin) set({ params: params })
  }
  postState()
}

/** Returns the values of all switches, or only of those that are kept. */
function valuesOf(keptOnly?: 1): { [name: string]: number } {
  const values: { [name: string]: number } = {}
  for (const name in switches) if (!withRestore || !keptOnly || switches[name]!.keep) values[name] = switches[name]!.on
  return values
}

/**
 * Acts on a property set: 0 or 1 for a known switch, nothing else. Returns what was wrong, '' when nothing was. The same
 * value again makes no pin edge.
 */
function set(message: { readonly params: object }): string {
  const params = message.params as { [name: string]: number }
  const names = Object.keys(params)
  let wrong = ''
  let value: number
  let isNews = false
  do {
    // Undefined when there is none.
    const name = names.shift()!
    const each = switches[name]
    // What every object inherits ("constructor", "on" ...) has no pin. Only 0 and 1 equal their own lowest bit.
    if (each && each.pin >= 0 && ((value = params[name]!) & 1) === value) {
      if (each.on !== value) {
        each.on = value as 0 | 1
        digitalWrite(each.pin, (value ^ each.off!) as 0 | 1)
        if (withRestore && each.keep) isNews = true
      }
    } else if (name === undefined) wrong = 'no params'
    else if (wrong.length < wrongBytes)
      wrong += name.substr(0, wrongBytes) + (each && each.pin >= 0 ? ' must be 0 or 1; ' : ' is unknown; ')
  } while (names.length)
  if (withRestore && isNews) keep(valuesOf(1))
  return wrong
}

configure('switches', start, checkSwitches)
keepPosted(valuesOf)
onProps(set)
subscribe('user/get')
publish('user/update', 'hi!', { qos: 1 })
