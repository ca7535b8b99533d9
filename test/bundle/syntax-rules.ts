import type { AnyNode } from 'acorn'
import { dottedNames, type Finding, type Script } from './script.ts'

/** Regular expressions that the engine takes and that then silently do not match. */
const regexTraps: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/\(\?/, '(?: ), lookahead or a named group'],
  [/[*+?}]\?/, 'a lazy quantifier'],
  [/(^|[^\\])\{\d/, '{n}'],
  [/\\[bB]/, '\\b'],
  [/\\[1-9k]/, 'a backreference'],
  [/\\[pPu]/, 'a Unicode escape'],
  [/\[[^\]]*\/[^\]]*\]/, '/ in a class'],
]

/** ES5 that the engine does not parse, or does something else with. */
export function checkSyntax({ nodes }: Script): Finding[] {
  return nodes.flatMap((node) => describe(node).map((what) => ({ at: node.start, what })))
}

function describe(node: AnyNode): string[] {
  switch (node.type) {
    case 'LabeledStatement':
      return ['a label']
    case 'WithStatement':
      return ['with']
    case 'DebuggerStatement':
      return ['debugger']
    case 'SwitchStatement': {
      const at = node.cases.findIndex(({ test }) => !test)
      return at >= 0 && at < node.cases.length - 1 ? ['case after default'] : []
    }
    case 'Property':
      return node.kind === 'init' ? [] : ['a getter or setter, which JSON.stringify skips']
    case 'Literal':
      return describeLiteral(node)
    case 'CallExpression':
      return describeCall(node)
    case 'AssignmentExpression':
      return dottedNames(node.left)?.member === 'length' ? ['setting length throws'] : []
    case 'MemberExpression':
      return dottedNames(node)?.member === 'callee' ? ['arguments.callee'] : []
    default:
      return []
  }
}

function describeLiteral({ value, regex }: Extract<AnyNode, { type: 'Literal' }>): string[] {
  if (regex) {
    const traps = regexTraps.filter(([pattern]) => pattern.test(regex.pattern)).map(([, what]) => what)
    if (/[^gi]/.test(regex.flags)) traps.push(`the flags ${regex.flags}`)
    return traps.map((what) => `${what} in a regular expression: silently does not match`)
  }
  return typeof value === 'string' && /[^\0-\xff]/.test(value) ? ['a character above 0xFF: cut to one byte'] : []
}

function describeCall({ callee, arguments: given }: Extract<AnyNode, { type: 'CallExpression' }>): string[] {
  const names = callee.type === 'Identifier' ? { member: callee.name } : dottedNames(callee)
  if (names?.member === 'clearTimeout' && given.length === 0) return ['clearTimeout() clears ALL timers']
  if (names?.member === 'clearInterval' && given.length === 0) return ['clearInterval() clears ALL timers']
  if (names?.member === 'split' && given.length > 1) return ['split() ignores its limit']
  return []
}
