import { printParseErrorCode, type Node, type ParseError } from 'jsonc-parser'
import type { Problem } from './problem.ts'
import { phrase, speak } from '../../command-line/language.ts'
import { keyOf, type Source } from './source.ts'

/** Where a text is not JSON. `readable` is false when the rest cannot be read, so that it cannot be checked further. */
export interface SyntaxCheck {
  readonly problems: Problem[]
  readonly readable: boolean
}

/** Reports all comments and trailing commas, but of other faults only the first, as the others follow from it. */
export function checkSyntax(source: Source): SyntaxCheck {
  if (source.text.trim() === '') {
    const fix = speak`remove it; npm run config makes a new one`
    return { problems: [source.problemAt(0, { got: speak`is empty`, fix })], readable: false }
  }
  const habits = new Map<number, Problem>()
  for (const fault of source.faults) {
    const known = describeHabit(source.text, fault)
    if (known === undefined) return { problems: [...habits.values(), describeFault(source, fault)], readable: false }
    const { offset, got, fix } = known
    habits.set(offset, source.problemAt(offset, { got, fix }))
  }
  const duplicates = source.root === undefined ? [] : findDuplicates(source, source.root, '')
  return { problems: [...habits.values(), ...duplicates], readable: true }
}

/** Describes faults that other parsers of JSON accept. */
function describeHabit(
  text: string,
  { error, offset }: ParseError,
): { offset: number; got: string; fix: string } | undefined {
  const word = printParseErrorCode(error)
  if (word === 'InvalidCommentToken') return { offset, got: speak`a comment`, fix: speak`remove it: JSON has none` }
  const closes = word === 'PropertyNameExpected' || word === 'ValueExpected'
  const comma = /,\s*$/.exec(text.slice(0, offset))
  if (!closes || comma === null || !/[}\]]/.test(text.charAt(offset))) return undefined
  return {
    offset: comma.index,
    got: speak`a comma before the closing bracket`,
    fix: speak`remove it: JSON has none there`,
  }
}

function describeFault(source: Source, { error, offset }: ParseError): Problem {
  const character = [...source.text.slice(offset, offset + 2)][0]
  return source.problemAt(offset, {
    got: sayFound(character, error),
    wanted: wish(error),
    fix: mend(source.text.slice(offset), character, error),
  })
}

function sayFound(character: string | undefined, error: number): string {
  if (character === undefined) return speak`is not JSON: the text ends too early`
  if (isOpenText(error)) return speak`is not JSON: the text that begins here never ends`
  return speak`is not JSON: ${quoteCharacter(character)} here`
}

const isOpenText = (error: number) => printParseErrorCode(error) === 'UnexpectedEndOfString'

/** What an input method for Chinese writes for the quotes, brackets and signs of JSON. */
const fullWidth =
  /[\u201c-\u201e\u2018\u2019\uff02\uff07\uff1a\uff0c\uff1b\uff5b\uff5d\uff3b\uff3d\u3001\u3010\u3011\u300c\u300d]/

/** What to do, by what the parser says. */
const mends: Readonly<Record<string, string>> = {
  UnexpectedEndOfString: phrase`end it with " on the same line`,
  EndOfFileExpected: phrase`remove it, or the bracket before it`,
  PropertyNameExpected: phrase`a key stands in double quotes`,
  InvalidSymbol: phrase`a text stands in double quotes`,
  ColonExpected: phrase`put a colon before it`,
  CommaExpected: phrase`put a comma before it`,
  ValueExpected: phrase`put a value before it`,
  InvalidEscapeCharacter: phrase`write a backslash as \\\\`,
}

/** Returns what to do about a fault; `rest` is the text from there on. */
function mend(rest: string, character: string | undefined, error: number): string {
  const place = isOpenText(error) ? (rest.split('\n', 1)[0] ?? '') : (character ?? '')
  if (fullWidth.test(place)) return speak`full-width punctuation: write " : , { } [ ] instead`
  if (character === "'") return speak`double quotes`
  if (character === undefined) return speak`close what was opened`
  return speak(mends[printParseErrorCode(error)] ?? '')
}

const quoteCharacter = (character: string) => (character === '"' ? `'"'` : JSON.stringify(character))

/** What the parser expected, by its word for that. */
const wishes: Readonly<Record<string, string>> = {
  UnexpectedEndOfString: phrase`a closing quote`,
  EndOfFileExpected: phrase`nothing more`,
  PropertyNameExpected: phrase`a property name`,
  ValueExpected: phrase`a value`,
  ColonExpected: phrase`a colon`,
  CommaExpected: phrase`a comma`,
  CloseBraceExpected: phrase`a close brace`,
  CloseBracketExpected: phrase`a close bracket`,
}

/** Returns what the parser expected: ColonExpected -> "a colon", InvalidCharacter -> "". */
function wish(error: number): string {
  const wanted = wishes[printParseErrorCode(error)]
  return wanted === undefined ? '' : speak(wanted)
}

/** Reports keys that occur twice: the engine takes the first, JSON.parse the last. */
function findDuplicates(source: Source, node: Node, path: string): Problem[] {
  const seen = new Set<string>()
  return (node.children ?? []).flatMap((child) => {
    if (child.type !== 'property') return findDuplicates(source, child, path)
    const key = keyOf(child)
    const here = path === '' ? key : `${path}.${key}`
    const value = child.children?.[1]
    const below = value === undefined ? [] : findDuplicates(source, value, here)
    if (!seen.has(key)) {
      seen.add(key)
      return below
    }
    const fix = speak`remove one: the device would take the first, your computer the last`
    return [source.problemAt(child.offset, { path: here, got: speak`stands here a second time`, fix }), ...below]
  })
}
