import { UserError } from '../command-line/user-error.ts'
import { speak } from '../command-line/language.ts'
import { isJsonObject, readJson, type JsonValue } from '../cloud/model/json.ts'

const usage = 'npm run set'

/** What a command line asks for: the word of each property's value, and at most one property that is to be toggled. */
export interface Wanted {
  /** By identifier, as they were written: toJsonText() reads them. */
  readonly words: Readonly<Record<string, string>>
  readonly toggled?: string
  /** A JSON object that is sent as it is, instead of both. */
  readonly raw?: string
}

/**
 * Reads `on`, `off` or `toggle`, which are for `property`, and `Name=value`; or else `raw`, beside which no word may stand.
 * Throws UserError bad-flag.
 */
export function readWanted(words: readonly string[], property: string, raw: string | undefined): Wanted {
  if (raw !== undefined) return { words: {}, raw: checkRaw(raw, words) }
  const values: Record<string, string> = {}
  let toggled: string | undefined
  for (const word of words) {
    const [, name = property, value = word] = /^([^=]*)=(.*)$/s.exec(word) ?? []
    if (name === '') throw new UserError('bad-flag', speak`"${word}" names no property`, speak`wanted: Name=value`)
    const isBare = value === word
    if (isBare && !/^(on|off|toggle)$/.test(word)) throw refuse(words)
    if (Object.hasOwn(values, name) || name === toggled) {
      throw isBare ? refuse(words) : new UserError('bad-flag', speak`${name} is set twice: ${words.join(' ')}`)
    }
    if (value === 'toggle') {
      if (toggled !== undefined) throw new UserError('bad-flag', speak`only one can be toggled: ${words.join(' ')}`)
      toggled = name
    } else values[name] = value
  }
  if (words.length === 0) throw refuse(words)
  return { words: values, ...(toggled === undefined ? {} : { toggled }) }
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

function checkRaw(raw: string, [word]: readonly string[]): string {
  const params = readJson(raw)
  if (word !== undefined) throw new UserError('bad-flag', speak`--raw and ${word} exclude each other`)
  if (isJsonObject(params) && Object.keys(params).length > 0) return raw
  throw new UserError('bad-flag', speak`--raw is not a JSON object of properties`, speak`wanted: '{"PowerSwitch_1":1}'`)
}

function refuse(words: readonly string[]): UserError {
  const got = words.join(' ') || speak`nothing`
  return new UserError('bad-flag', speak`wanted on, off, toggle or Name=value, got ${got}`, `${usage} -- --help`)
}
