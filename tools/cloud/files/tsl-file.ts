import type { ErrorObject } from 'ajv'
import { readTextFile } from '../../local-files/text-file.ts'
import { UserError } from '../../command-line/user-error.ts'
import { findJsonFault, placeOf } from '../../local-files/json-place.ts'
import { findRepeated, isTsl, tslErrors } from './tsl-schema.ts'
import type { Tsl } from '../model/tsl.ts'
import { phrase, speak } from '../../command-line/language.ts'

/** Where a TSL stands: the text of its file, the file's name for messages, and the keys that lead to it. */
export interface TslPlace {
  readonly text: string
  readonly path: string
  readonly at: readonly (string | number)[]
}

const exportIt = phrase`export it in the console: Product > Define Feature > TSL`

/** Reads a TSL as the console exports it. Throws UserError tsl-missing, tsl-not-json or tsl-invalid. */
export function readTslFile(path: string): Tsl {
  const text = readTextFile(path, { missing: 'tsl-missing', invalid: 'tsl-not-json', hint: speak(exportIt) })
  const fault = findJsonFault(text)
  if (fault !== undefined) {
    const { line, column, found } = fault
    throw new UserError('tsl-not-json', speak`${path}:${line}:${column} is not JSON at ${found}`, speak(exportIt))
  }
  return parseTsl(JSON.parse(text), { text, path, at: [] })
}

/** Checks a parsed TSL. Throws one UserError tsl-invalid with all problems, each with its line and column. */
export function parseTsl(content: unknown, { text, path, at }: TslPlace): Tsl {
  const say = (keys: readonly (string | number)[], problem: string): string => {
    const { line, column } = placeOf(text, [...at, ...keys])
    return `\n  ${line}:${column}  ${[...at, ...keys].join('.')}: ${problem}`
  }
  if (!isTsl(content)) {
    // `if` and `anyOf` only say that some branch failed; the errors of the branch itself say why.
    const problems = tslErrors(content).filter(({ keyword }) => keyword !== 'if' && keyword !== 'anyOf')
    const lines = problems.map((error) => say(keysOf(error), explain(error)))
    throw new UserError('tsl-invalid', speak`${path} has no valid TSL${[...new Set(lines)].join('')}`, speak(exportIt))
  }
  const repeated = findRepeated(content)
  if (repeated !== undefined) {
    throw new UserError(
      'tsl-invalid',
      speak`${path} has no valid TSL${say(repeated, speak`an identifier that is there twice`)}`,
      speak(exportIt),
    )
  }
  return content
}

function keysOf({ instancePath }: ErrorObject): (string | number)[] {
  const keys = instancePath.split('/').slice(1)
  return keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key))
}

function explain({ keyword, params, message }: ErrorObject): string {
  if (keyword === 'enum') return speak`wanted one of ${JSON.stringify(params.allowedValues)}`
  return message ?? keyword
}
