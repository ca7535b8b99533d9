import {
  asksFor,
  configure,
  keep,
  keepPosted,
  kept,
  log,
  onProp,
  postState,
  publish,
  subscribe,
} from '../../firmware/device.ts'
import { checkSwitches } from './check-switches.ts'
import type { SwitchesConfig } from './section.ts'

// What the configuration inside a script does not ask for is not in that script.
const withButtons = asksFor('switches.*.button')
const withRestore = asksFor('switches.*.atBoot', 'restore')
const withOnAtBoot = asksFor('switches.*.atBoot', 'on')
const withActiveLow = asksFor('switches.*.activeHigh', false)

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

/**
 * By property name with the quote before it that it has in JSON: so none of them is a name that every object inherits
 * ("constructor", "on" ...).
 */
const switches: { [name: string]: Switch } = {}

/** Drives every pin to its boot level, and only then warns of the switches whose saved state is missing. */
export function start(section: unknown): void {
  const config = section as SwitchesConfig
  let isKept = false
  if (withRestore) for (const name in config) if (config[name]!.atBoot === 'restore') isKept = true
  const states = isKept ? kept() : {}
  let unrestored = ''
  for (const name in config) {
    const each = config[name]!
    const restore = withRestore && each.atBoot === 'restore'
    const on = restore ? states[name] : withOnAtBoot && each.atBoot === 'on' ? 1 : 0
    if (withRestore && on !== 0 && on !== 1) unrestored += ' ' + name
    const made: Switch = { pin: +Pin(each.pin)!, on: withRestore ? (on === 1 ? 1 : 0) : (on as 0 | 1) }
    if (withActiveLow && each.activeHigh === false) made.off = 1
    if (restore) made.keep = 1
    switches['"' + name] = made
    digitalWrite(made.pin, withActiveLow ? ((made.on ^ made.off!) as 0 | 1) : made.on)
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
  for (const key in switches) if (switches[key]!.key === event.pin) set(key.substr(1), 1 - switches[key]!.on)
  postState()
}

/** Returns the state of all switches, JSON. */
function readState(): string {
  let text = ''
  for (const key in switches) text += (text ? ',' : '{') + key + '":' + switches[key]!.on
  return text + '}'
}

/** A property is set: 0 or 1 for a known switch, nothing else. The same value again makes no pin edge. */
function set(name: string, value: unknown): void | boolean {
  // Runs from memory: 7 JsVars save 8 reads of flash a property set.
  'ram'
  const each = switches['"' + name]
  // Only 0 and 1 equal their own lowest bit.
  if (each && ((value as number) & 1) === value) {
    if (each.on !== value) {
      each.on = value as 0 | 1
      digitalWrite(each.pin, (withActiveLow ? (value as number) ^ each.off! : value) as 0 | 1)
      if (withRestore && each.keep) keep(readState())
    }
  } else return !!each
}

configure('switches', start, checkSwitches)
keepPosted(readState)
onProp(set)
subscribe('user/get')
publish('user/update', 'hi!', { qos: 1 })
