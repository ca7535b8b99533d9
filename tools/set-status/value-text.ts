import { readJson } from '../cloud/model/json.ts'

/**
 * The JSON text of a value that somebody wrote on a command line, by the type that the cloud says its property has (`int`,
 * `text` ...; undefined if it says none). Numbers keep the form they were written in, but a float or double gets the decimal
 * point that Aliyun wants. What does not fit the type is left to the cloud to refuse, with its code.
 */
export function toJsonText(word: string, type: string | undefined): string {
  if (type === 'text') return isJsonString(word) ? word : JSON.stringify(word)
  if (type === 'date') return JSON.stringify(toDate(word))
  const choice = type === 'bool' ? { on: '1', off: '0', true: '1', false: '0' } : { on: '1', off: '0' }
  const chosen = Object.entries(choice).find(([name]) => name === word)?.[1]
  if (chosen !== undefined) return chosen
  if (type === 'float' || type === 'double') return word.replace(/^(-?\d+)([eE][+-]?\d+)?$/, '$1.0$2')
  return word
}

const isJsonString = (word: string): boolean => typeof readJson(word) === 'string' && word.startsWith('"')

/** A date as Aliyun has it, ms since 1970 as digits, of one that people write: 2026-01-31, 2026-01-31T08:00. */
function toDate(word: string): string {
  const timeMs = /^\d{4}-\d\d-\d\d/.test(word) ? new Date(word).getTime() : NaN
  return Number.isNaN(timeMs) ? word : String(timeMs)
}

/** The text of a JSON object of values that are JSON texts already; what is no JSON becomes a string. */
export function toItems(texts: Readonly<Record<string, string>>): string {
  const members = Object.entries(texts).map(
    ([name, text]) => `${JSON.stringify(name)}:${isJson(text) ? text : JSON.stringify(text)}`,
  )
  return `{${members.join(',')}}`
}

const isJson = (text: string): boolean => readJson(text) !== 'malformed'
