/**
 * Properties without code: the section `properties` of device.json says which pin each of them drives or reads.
 *
 * 不写代码：device.json 的 `properties` 一节说明每个属性驱动或读取哪个引脚。
 */
import { asksFor, configure, keep, keepPosted, kept, log, onProp, postState } from '../../firmware/device.ts'
import { checkProperties, numberOr } from './check-properties.ts'
import type { AnalogConfig, InputConfig, OutputConfig, PropertyConfig, PwmConfig } from './section.ts'

// What the configuration inside a script does not ask for is not in that script.
const withOutput = asksFor('properties.*.type', 'output') || asksFor('properties.*.type', 'pwm')
const withPwm = asksFor('properties.*.type', 'pwm')
const withInput = asksFor('properties.*.type', 'input')
const withAnalog = asksFor('properties.*.type', 'analog')
const withRestore = asksFor('properties.*.atBoot', 'restore')
const withOnAtBoot = asksFor('properties.*.atBoot', 'on')
const withActiveLow = asksFor('properties.*.activeHigh', false)

/** One property. Its keys are short, because longer ones cost JsVars; what it does not need is absent. */
interface Property {
  readonly pin: number
  /** Its value; absent until an analog input has been read. */
  now?: number
  /** Active low. */
  off?: 1
  /** Its value is kept and comes back after a power cut. */
  keep?: 1
  /** An input: the cloud cannot set it. */
  in?: 1
  /** The value never on, or at 0 V, and the one always on, or at full scale. */
  min?: number
  max?: number
  /** Hz; only a PWM output has one. */
  freq?: number
  /** 10 to the power of the decimals of an analog input. */
  unit?: number
  /** Its dead band. */
  band?: number
  /** ms between two readings. */
  ms?: number
  /** Readings after which an unchanged value is posted again, and how many of them are left. */
  most?: number
  left?: number
}

/** So many readings of an analog input are one value: an ESP32's converter is noisy. */
const readings = 8

/**
 * By property name with the quote before it that it has in JSON: so none of them is a name that every object inherits
 * ("constructor", "on" ...).
 */
const properties: { [name: string]: Property } = {}

/**
 * Brings every pin up as configured, and only then warns of the properties whose saved value is missing. What only the start needs
 * is inside, so that it is freed.
 */
export function start(section: unknown): void {
  const config = section as { [name: string]: PropertyConfig | 0 }
  let isKept = false
  if (withRestore) for (const name in config) if ((config[name] as OutputConfig).atBoot === 'restore') isKept = true
  const states = isKept ? kept() : {}
  let unrestored = ''
  for (const name in config) {
    const each = config[name] as PropertyConfig
    // 32 of them would not fit an ESP8266 twice.
    config[name] = 0
    const made: Property = { pin: +Pin(each.pin)! }
    properties['"' + name] = made
    if (withActiveLow && (each as InputConfig).activeHigh === false) made.off = 1
    if (withInput && each.type === 'input') startInput(made, each)
    else if (withAnalog && each.type === 'analog') startAnalog(made, each)
    else if (withOutput && !startOutput(made, each as OutputConfig | PwmConfig, states[name])) unrestored += ' ' + name
  }
  if (withRestore && unrestored) log('W properties no saved value, so off:' + unrestored)

  /** Drives an output to its boot level. Returns whether it is as it should be: false where its saved value is missing. */
  function startOutput(made: Property, each: PropertyConfig & { atBoot?: string }, saved: unknown): boolean {
    let off = 0
    let on = 1
    if (withPwm && each.type === 'pwm') {
      off = made.min = numberOr(each.min, 0)
      on = made.max = numberOr(each.max, 100)
      made.freq = numberOr(each.freqHz, 1000)
    }
    made.now = withOnAtBoot && each.atBoot === 'on' ? on : off
    let restored = true
    if (withRestore && each.atBoot === 'restore') {
      made.keep = 1
      restored = fits(made, saved)
      if (restored) made.now = saved as number
    }
    drive(made, made.now, true)
    return restored
  }

  /** Has a pin watched; its value is the level that it has. */
  function startInput(made: Property, each: InputConfig): void {
    made.in = 1
    pinMode(made.pin, each.pull === 'none' ? 'input' : each.pull === 'down' ? 'input_pulldown' : 'input_pullup')
    made.now = levelOf(made)
    setWatch(onChange, made.pin, { repeat: true, edge: 'both', debounce: numberOr(each.debounceMs, 30) })
  }

  /** Has an analog input read, first as soon as all pins are up. */
  function startAnalog(made: Property, each: AnalogConfig): void {
    made.in = 1
    const min = (made.min = numberOr(each.min, 0))
    const max = (made.max = numberOr(each.max, 100))
    const leastS = numberOr(each.leastS, 10)
    made.unit = 1
    for (let i = numberOr(each.decimals, 0); i > 0; i--) made.unit *= 10
    made.band = numberOr(each.deadBand, Math.abs(max - min) / 100)
    made.ms = leastS * 1000
    made.most = Math.ceil(numberOr(each.mostS, 600) / leastS)
    setTimeout(sample, 0, made)
  }
}

/** Whether an output takes a value: 0 or 1, or a number within the limits of a PWM output. */
function fits(each: Property, value: unknown): boolean {
  // Only 0 and 1 equal their own lowest bit.
  return withPwm && each.freq
    ? typeof value === 'number' && value >= each.min! && value <= each.max!
    : ((value as number) & 1) === value
}

/**
 * Drives an output to its value. Never on and always on are plain levels of digitalWrite, since analogWrite(pin, 1) of an
 * Espruino WiFi is low for one tick of its timer. But digitalWrite alone does not do:
 * - a pin with PWM of an ESP8266 is low after digitalWrite, because that ends the PWM (jstPinPWM) after it has set the level;
 *   the second call finds no PWM, and the level stays;
 * - a pin that has had PWM on a Pico W is out of its reach, and there analogWrite of 0 and 1 is a plain level.
 * `isFirst`: no PWM runs yet, and analogWrite would make the pin an output before it has its level.
 */
function drive(each: Property, value: number, isFirst?: boolean): void {
  let share = value
  if (withPwm && each.freq) share = (share - each.min!) / (each.max! - each.min!)
  if (withActiveLow && each.off) share = 1 - share
  const isPlain = !(share % 1)
  if (withPwm && each.freq && !(isFirst && isPlain)) analogWrite(each.pin, share, { freq: each.freq })
  if (isPlain) digitalWrite(each.pin, share as 0 | 1)
  if (withPwm && isPlain && each.freq && !isFirst) digitalWrite(each.pin, share as 0 | 1)
}

/** Returns the level of an input, 1 where it is active. Read, not taken from the watch's event: of a storm of them the last may be lost. */
function levelOf(each: Property): number {
  const level = digitalRead(each.pin)
  return withActiveLow && each.off ? 1 - level : level
}

/** A watched pin has changed. What is posted is the state when it is posted, so a chatty input makes no more posts than the platform takes. */
function onChange(event: { readonly pin: number }): void {
  for (const key in properties) {
    const each = properties[key]!
    if (each.pin !== event.pin) continue
    const level = levelOf(each)
    if (each.now !== level) {
      each.now = level
      postState()
    }
  }
}

/**
 * Reads an analog input, and posts it where it has left the dead band around the value posted last, or was not posted for long. The
 * unrounded value is compared: noise at the edge between two rounded ones would be posted each time.
 */
function sample(each: Property): void {
  setTimeout(sample, each.ms!, each)
  let sum = 0
  for (let i = 0; i < readings; i++) sum += analogRead(each.pin)
  const value = each.min! + ((each.max! - each.min!) * sum) / readings
  // A pin without a converter.
  if (isNaN(value)) return
  const rounded = Math.round(value * each.unit!) / each.unit!
  // Nothing is less than a dead band away from a value that is not there yet.
  if (--each.left! > 0 && (rounded === each.now || Math.abs(value - each.now!) < each.band!)) return
  each.now = rounded
  each.left = each.most!
  postState()
}

/** Returns the values of all properties that have one, or of those that are kept, JSON. */
function readState(onlyKept?: boolean): string {
  let text = ''
  for (const key in properties) {
    const each = properties[key]!
    if (each.now !== undefined && (!onlyKept || each.keep)) text += (text ? ',' : '{') + key + '":' + each.now
  }
  return (text || '{') + '}'
}

/** A property is set. Only what its output takes moves a pin; the same value again makes no edge. */
function set(name: string, value: unknown): void | boolean | string {
  const each = properties['"' + name]
  if (!each) return false
  if ((withInput || withAnalog) && each.in) return 'is read-only'
  if (!fits(each, value)) return !(withPwm && each.freq) || 'must be ' + each.min + ' to ' + each.max
  if (each.now === value) return
  drive(each, value as number)
  // Behind it: where a pin does not do what is asked, the state stays what it was.
  each.now = value as number
  if (withRestore && each.keep) keep(readState(true))
}

configure('properties', start, checkProperties)
keepPosted(readState)
onProp(set)
