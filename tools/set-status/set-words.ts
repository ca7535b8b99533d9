import { UserError } from '../command-line/user-error.ts'
import { speak } from '../command-line/language.ts'
import { isJsonObject, readJson, type JsonObject, type JsonValue } from '../cloud/model/json.ts'

const usage = 'npm run set'

/** What a command line asks for: values, and at most one property that is to be toggled. */
export interface Wanted {
  readonly params: JsonObject
  readonly toggled?: string
}

/**
 * Reads `on`, `off` or `toggle`, which are for `property`, and `Name=value`, whose value is on, off, toggle, JSON or
 * else a string; or else `raw`. Throws UserError bad-flag.
 */
export function readWanted(words: readonly string[], property: string, raw: string | undefined): Wanted {
  if (raw !== undefined) return { params: readRaw(raw, words) }
  const params: JsonObject = {}
  let toggled: string | undefined
  for (const word of words) {
    const [, name = property, value = word] = /^([^=]*)=(.*)$/s.exec(word) ?? []
    if (name === '') throw new UserError('bad-flag', speak`"${word}" names no property`, speak`wanted: Name=value`)
    const isBare = value === word
    if (isBare && !/^(on|off|toggle)$/.test(word)) throw refuse(words)
    if (Object.hasOwn(params, name) || name === toggled) {
      throw isBare ? refuse(words) : new UserError('bad-flag', speak`${name} is set twice: ${words.join(' ')}`)
    }
    if (value === 'toggle') {
      if (toggled !== undefined) throw new UserError('bad-flag', speak`only one can be toggled: ${words.join(' ')}`)
      toggled = name
    } else params[name] = readValue(value)
  }
  if (words.length === 0) throw refuse(words)
  return { params, ...(toggled === undefined ? {} : { toggled }) }
}

/** The other value of a switch: 0 if it reported 1, 1 if it reported 0. Throws UserError bad-flag for anything else. */
export function otherValue(name: string, reported: JsonValue | undefined): 0 | 1 {
  if (reported === 0 || reported === 1) return reported === 1 ? 0 : 1
  const what =
    reported === undefined ? speak`${name} was never reported` : speak`${name} is ${JSON.stringify(reported)}`
  throw new UserError(
    'bad-flag',
    speak`${what}: toggle is for what is 0 or 1`,
    speak`say the value: on, off, Name=value`,
  )
}

function readRaw(raw: string, [word]: readonly string[]): JsonObject {
  const params = readJson(raw)
  if (word !== undefined) throw new UserError('bad-flag', speak`--raw and ${word} exclude each other`)
  if (isJsonObject(params) && Object.keys(params).length > 0) return params
  throw new UserError('bad-flag', speak`--raw is not a JSON object of properties`, speak`wanted: '{"PowerSwitch_1":1}'`)
}

function readValue(text: string): JsonValue {
  if (text === 'on' || text === 'off') return text === 'on' ? 1 : 0
  const value = readJson(text)
  return value === 'malformed' ? text : value
}

function refuse(words: readonly string[]): UserError {
  const got = words.join(' ') || speak`nothing`
  return new UserError('bad-flag', speak`wanted on, off, toggle or Name=value, got ${got}`, `${usage} -- --help`)
}
