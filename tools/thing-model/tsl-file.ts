import type { ErrorObject } from 'ajv'
import { readTextFile } from '../local-files/text-file.ts'
import { UserError } from '../command-line/user-error.ts'
import { findJsonFault, placeOf } from '../local-files/json-place.ts'
import { findRepeated, isTsl, tslErrors } from './tsl-schema.ts'
import type { Tsl } from './tsl.ts'
import { phrase, speak } from '../command-line/language.ts'

/** Where a TSL stands: the text of its file, the file's name for messages, and the keys that lead to it. */
export interface TslPlace {
  readonly text: string
  readonly path: string
  readonly at: readonly (string | number)[]
}

/** What is wrong with a TSL, and the keys that lead there. */
export interface TslProblem {
  readonly keys: readonly (string | number)[]
  readonly problem: string
}

/** What a reader of a TSL wants of it beyond being one. */
export type TslWish = (tsl: Tsl) => TslProblem[]

const exportIt = phrase`export it in the console: Product > Define Feature > TSL`
const noWish: TslWish = () => []

/** The wish that a file be a thing model at all: a JSON file of another kind, such as a device.json, has nothing of one. */
export function describesSomething({ properties, events, services, functionBlocks }: Tsl): TslProblem[] {
  const parts = [properties, events, services, functionBlocks]
  return parts.every((part) => part === undefined || part.length === 0)
    ? [{ keys: [], problem: speak`has no properties, events or services: wanted at least one` }]
    : []
}

/** Reads a TSL as the console exports it. Throws UserError tsl-missing, tsl-not-json or tsl-invalid. */
export function readTslFile(path: string, wish = noWish): Tsl {
  const text = readTextFile(path, { missing: 'tsl-missing', invalid: 'tsl-not-json', hint: speak(exportIt) })
  const fault = findJsonFault(text)
  if (fault !== undefined) {
    const { line, column, found } = fault
    throw new UserError('tsl-not-json', speak`${path}:${line}:${column} is not JSON at ${found}`, speak(exportIt))
  }
  return parseTsl(JSON.parse(text), { text, path, at: [] }, wish)
}

/** Checks a parsed TSL. Throws one UserError tsl-invalid with all problems, each with its line and column. */
export function parseTsl(content: unknown, { text, path, at }: TslPlace, wish = noWish): Tsl {
  const problems = isTsl(content) ? [...repeatedIn(content), ...wish(content)] : schemaProblems(content)
  if (isTsl(content) && problems.length === 0) return content
  const lines = problems.map(({ keys, problem }) => {
    const { line, column } = placeOf(text, [...at, ...keys])
    const name = [...at, ...keys].join('.')
    return `\n  ${line}:${column}  ${name === '' ? '' : `${name}: `}${problem}`
  })
  throw new UserError('tsl-invalid', speak`${path} has no valid TSL${[...new Set(lines)].join('')}`, speak(exportIt))
}

function schemaProblems(content: unknown): TslProblem[] {
  // `if` and `anyOf` only say that some branch failed; the errors of the branch itself say why.
  const errors = tslErrors(content).filter(({ keyword }) => !['if', 'anyOf', 'propertyNames'].includes(keyword))
  return errors.map((error) => ({ keys: keysOf(error), problem: explain(error, content) }))
}

function repeatedIn(tsl: Tsl): TslProblem[] {
  const keys = findRepeated(tsl)
  return keys === undefined ? [] : [{ keys, problem: speak`an identifier that is there twice` }]
}

function keysOf({ instancePath }: Pick<ErrorObject, 'instancePath'>): (string | number)[] {
  const keys = instancePath.split('/').slice(1)
  return keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key))
}

function explain({ keyword, params, message, propertyName, instancePath }: ErrorObject, content: unknown): string {
  if (propertyName !== undefined)
    return speak`the key ${JSON.stringify(propertyName)} is no value: wanted a whole number, for bool 0 or 1`
  const got = keysOf({ instancePath }).reduce<unknown>((value, key) => Object(value)[key], content)
  if (keyword === 'enum') return speak`${JSON.stringify(got)}: wanted one of ${JSON.stringify(params.allowedValues)}`
  return message ?? keyword
}
