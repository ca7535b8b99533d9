import type { Bytes } from '../platform/platform.ts'
import type { Params } from './alink.ts'
import { filterSets } from './sets.ts'

/**
 * Rules of the properties that the cloud may set, separated by commas: `name type`, and for numbers least and most, for an enum
 * its values with bars around them, for text and arrays the greatest length. `npm run types -- MODEL.json --rules` makes them.
 */
let rules = ''

/** See device.ts. */
export function checkProps(given: string): void {
  rules = ',' + given
  filterSets(refuseWrong)
}

/** Takes properties that the rules do not allow out of a set. Returns what is wrong with them, '' when nothing is. */
function refuseWrong(params: Params): Bytes {
  let wrong = ''
  Object.keys(params).forEach((name) => {
    const at = rules.indexOf(',' + name + ' ')
    const rule = at < 0 ? '' : rules.substr(at + name.length + 2).split(',')[0]!
    if (isAllowed(params[name], rule.split(' '))) return
    if (wrong.length < 100) wrong += name.substr(0, 100) + (rule ? ' must be ' + rule : ' is unknown') + '; '
    delete params[name]
  })
  return wrong
}

/** Whether a value is as its rule says; `rule` is the rule's words without the name, [''] for a name without one. */
function isAllowed(value: unknown, rule: string[]): boolean {
  const type = rule[0]
  if (type === 'bool') return value === 0 || value === 1
  if (type === 'int' || type === 'float' || type === 'double')
    return typeof value === 'number' && value >= +rule[1]! && value <= +rule[2]! && (type !== 'int' || value % 1 === 0)
  if (type === 'enum') return typeof value === 'number' && rule[1]!.indexOf('|' + value + '|') >= 0
  if (type === 'text') return typeof value === 'string' && value.length <= +rule[1]!
  // The length comes first, because the engine throws when it makes a number of a string of 64 bytes or more.
  if (type === 'date') return typeof value === 'string' && value.length < 24 && '' + +value === value
  if (typeof value !== 'object' || !value) return false
  const isList = JSON.stringify(value)[0] === '['
  return type === 'struct' ? !isList : type === 'array' && isList && (value as Params[]).length <= +rule[1]!
}
