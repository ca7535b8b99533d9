import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A mistake that a set of the property Mistake makes, and what must come of it. */
export interface Mistake {
  readonly name: string
  /** The code of the reply to that set. */
  readonly code: 200 | 100001
  /** A line of the log. */
  readonly says?: RegExp
  /** A part of the line of mistakes.js that the stack below it begins with. */
  readonly at?: string
}

const notPosted = (name: string, why: string): RegExp => new RegExp(` W app property "${name}" not posted: ${why}$`)

export const mistakes: readonly Mistake[] = [
  { name: 'handler', code: 100001, says: / E app bug Error: in a handler$/, at: "Error('in a handler')" },
  {
    name: 'nothing',
    code: 100001,
    says: / E app bug Error: Can't read property 'none' of /,
    at: 'global.nothing.none',
  },
  { name: 'timer', code: 200, says: /^Uncaught Error: in a timer$/, at: "Error('in a timer')" },
  { name: 'callback', code: 200, says: /^Uncaught Error: in a callback$/, at: "Error('in a callback')" },
  { name: 'loop', code: 200, says: / W app blocked for 1\d s$/ },
  { name: 'flood', code: 200 },
  { name: 'nonsense', code: 200, says: notPosted('Circle', 'no value') },
]

/** A post that takes more memory than the smaller boards have. */
export const much: Mistake = { name: 'much', code: 200, says: notPosted('Much', 'too much waits') }

/** What a listener of the messages throws, one of connect, and the application at its top level. */
export const uncaught = {
  listener: { says: /^Uncaught Error: in a listener$/, at: "Error('in a listener')" },
  connect: { says: /^Uncaught Error: at connect$/, at: "Error('at connect')" },
  start: { says: /^Uncaught Error: at the start$/, at: "Error('at the start')" },
} as const

export const mistakesFile = 'test/apps/mistakes/mistakes.js'
const source = readFileSync(join(import.meta.dirname, 'mistakes.js'), 'utf8').split('\n')

/** Whether lines of a log, with places in the sources, have one that matches, and below it the place where that was thrown. */
export function isNamed(lines: readonly string[], { says, at }: Pick<Mistake, 'says' | 'at'>): boolean {
  if (says === undefined) return true
  const found = lines.findIndex((line) => says.test(line))
  if (at === undefined || found < 0) return found >= 0
  const line = source.findIndex((text) => text.includes(at)) + 1
  return new RegExp(`^ *at .*\\b${mistakesFile.replaceAll('.', '\\.')}:${line}:\\d+\\)?$`).test(lines[found + 1] ?? '')
}
