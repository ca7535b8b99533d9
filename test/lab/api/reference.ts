import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { UserError } from '../../../tools/command-line/user-error.ts'

/** A kind of value as Espruino's wrappers have it; JsVar is any, JsVarArray all arguments from here on. */
export type Wrapped = 'float' | 'int' | 'int32' | 'bool' | 'pin' | 'JsVar' | 'JsVarName' | 'JsVarArray'

/** One thing of the engine's reference, as its source describes it. */
export interface Entry {
  readonly type: string
  readonly class?: string
  readonly name?: string
  readonly params?: readonly (readonly [name: string, kind: Wrapped, ...text: unknown[]])[]
  readonly return?: readonly [kind: Wrapped, ...text: unknown[]]
  readonly instanceof?: string
}

const roots = ['src', 'libs', 'targets']

/** Reads the reference out of Espruino's source. Throws UserError no-source where the folder has none. */
export function readReference(folder: string): Entry[] {
  const files = roots.flatMap((root) => wrappersIn(join(folder, root)))
  const entries = files.flatMap((file) => entriesOf(readFileSync(file, 'utf8')))
  if (entries.length > 0) return entries
  throw new UserError(
    'no-source',
    `${folder} has no reference`,
    'ESPRUINO_SOURCE is the folder of Espruino\u2019s source',
  )
}

function wrappersIn(folder: string): string[] {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    return names.filter((name) => /^jswrap_.*\.c$/.test(basename(name))).map((name) => join(folder, name))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

/** The descriptions in one source file: comments that begin with JSON and a brace, which ends at the beginning of a line. */
export function entriesOf(source: string): Entry[] {
  const comments = source.match(/\/\*JSON\{[\s\S]*?\*\//g) ?? []
  return comments.map((comment) => JSON.parse(comment.slice(6, comment.indexOf('\n}') + 2)) as Entry)
}
