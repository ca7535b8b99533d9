import fc from 'fast-check'
import { names, texts } from './names.ts'

const name = fc.constantFrom(...names)
const word = fc.constantFrom(...texts).map((text) => JSON.stringify(text))
const join = (...parts: readonly (fc.Arbitrary<string> | string)[]) =>
  fc.tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part))).map((all) => all.join(''))

/** A variable that may hide others: which one is decided when it is known what it must not hide. */
const hiding = fc.nat(names.length - 1).map((at) => `<${at}>`)

/**
 * Statements in ES5 that end and throw nothing. TEXT, FLAG and RECORD are variables; `say` and `later` are what they are
 * given.
 */
const { statement } = fc.letrec<{ text: string; flag: string; statement: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'expression' },
    word,
    fc.constant('TEXT'),
    join("('' + RECORD.", name, ')'),
    join('(', tie('flag'), ' ? ', tie('text'), ' : ', tie('text'), ')'),
    join('(', tie('text'), ' + ', tie('text'), ')'),
    join('(function (', hiding, ') { return ', tie('text'), ' })(', tie('flag'), ')'),
  ),
  flag: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'expression' },
    fc.constantFrom('true', 'false', 'FLAG', '!0'),
    join('(', tie('text'), ' === ', tie('text'), ')'),
    join('(', word, ' in RECORD)'),
    join('!', tie('flag')),
    join('(', tie('flag'), ' && ', tie('flag'), ')'),
    join('(', tie('flag'), ' === ', tie('flag'), ')'),
  ),
  statement: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'statement' },
    join('say(', tie('text'), ')'),
    join('say(', tie('flag'), ')'),
    fc.constant('say(RECORD)'),
    join('TEXT = ', tie('text')),
    join('FLAG = ', tie('flag')),
    join('RECORD.', name, ' = ', tie('flag')),
    join('RECORD[', word, '] = ', tie('text')),
    join('delete RECORD.', name),
    join('if (', tie('flag'), ') { ', tie('statement'), ' } else { ', tie('statement'), ' }'),
    join(
      'switch (',
      tie('text'),
      ') { case ',
      word,
      ': ',
      tie('statement'),
      '; break; default: ',
      tie('statement'),
      ' }',
    ),
    join('later(function (', hiding, ') { ', tie('statement'), ' })'),
    join('try { throw ', tie('text'), ' } catch (', hiding, ') { ', tie('statement'), ' }'),
    fc.constant('for (var key in RECORD) say(key)'),
    join(tie('statement'), '; ', tie('statement')),
  ),
}))

const program = fc
  .tuple(fc.uniqueArray(name, { minLength: 3, maxLength: 3 }), fc.array(statement, { minLength: 3, maxLength: 8 }))
  .map(([own, statements]) => {
    const others = names.filter((each) => !own.includes(each))
    const [text = '', flag = '', record = ''] = own
    const body = statements
      .join('\n  ')
      .replace(/<(\d+)>/g, (_, at) => others[Number(at) % others.length] ?? '')
      .replace(/\b(?:TEXT|FLAG|RECORD)\b/g, (which) => (which === 'TEXT' ? text : which === 'FLAG' ? flag : record))
    return `
var ${text} = 'ready'
var ${flag} = true
var ${record} = { restore: true, ready: ${text} }
export function run(say, later) {
  ${body}
  say([${text}, ${flag}, ${record}])
}
`
  })

/** So many modules that each export `run(say, later)`, the same for the same seed. */
export function generated(numRuns: number, seed: number): string[] {
  return fc.sample(program, { numRuns, seed })
}
