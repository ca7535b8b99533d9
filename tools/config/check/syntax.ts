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
  const end = character === undefined
  return source.problemAt(offset, {
    got: end ? speak`is not JSON: the text ends too early` : speak`is not JSON: ${quoteCharacter(character)} here`,
    wanted: wish(error),
    fix: character === "'" ? speak`double quotes` : end ? speak`close what was opened` : '',
  })
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
