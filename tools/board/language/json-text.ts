import { types } from 'node:util'

/** From here on the engine writes numbers with an exponent. */
const largest = 1e21
const smallest = 1e-6
const decimals = 11

const short: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '"': '\\"',
  '\\': '\\\\',
}

/** Returns a number as the engine prints it: integers in full, others with 11 decimals. */
export function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < largest) return String(value === 0 ? 0 : value)
  if (!Number.isFinite(value) || Math.abs(value) < smallest || Math.abs(value) >= largest) return String(value)
  return value.toFixed(decimals).replace(/\.?0+$/, '')
}

/** Returns a string in quotes, in ASCII only: the boards write each byte from 0x7F on as \u00XX. */
export function quoted(text: string): string {
  const escape = (char: string): string =>
    short[char] ?? `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return `"${text.replace(/["\\\x00-\x1f\x7f-\uffff]/g, escape)}"`
}

/**
 * JSON.stringify as the engine has it: undefined becomes null, a function inside an array becomes the word undefined (which
 * no peer can parse), getters are left out, a circular reference ends in dots, a replacer is ignored. `space`: what indents
 * each level; without it everything is in one line.
 */
export function jsonText(value: unknown, space?: string): string {
  return text(value, [], space) ?? 'undefined'
}

function text(value: unknown, above: readonly object[], space?: string): string | undefined {
  switch (typeof value) {
    case 'string':
      return quoted(value)
    case 'number':
      return Number.isFinite(value) ? numberText(value) : 'null'
    case 'boolean':
      return String(value)
    case 'object':
      return value === null ? 'null' : objectText(value, above, space)
    case 'undefined':
      return 'null'
    default:
      return undefined
  }
}

function objectText(value: object, above: readonly object[], space?: string): string | undefined {
  if (above.includes(value)) return ' ... '
  const { toJSON } = value as { toJSON?: unknown }
  if (typeof toJSON === 'function') return text(Reflect.apply(toJSON, value, []), above, space)
  const inside = [...above, value]
  if (types.isArrayBuffer(value)) return itemsText([...new Uint8Array(value)], inside, space)
  if (Array.isArray(value)) return itemsText(value, inside, space)
  if (ArrayBuffer.isView(value)) return itemsText(Array.from(value as Uint8Array), inside, space)
  const members: string[] = []
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if (property.enumerable !== true || property.get || property.value === undefined) continue
    const member = text(property.value, inside, space)
    if (member !== undefined) members.push(`${quoted(name)}:${space === undefined ? '' : ' '}${member}`)
  }
  return `{${list(members, above.length, space)}}`
}

function itemsText(items: readonly unknown[], inside: readonly object[], space?: string): string {
  const parts = Array.from(items, (item) => text(item, inside, space) ?? 'undefined')
  return `[${list(parts, inside.length - 1, space)}]`
}

/** Joins what is in brackets; with `space` as the engine does, whose closing bracket stands one column further in. */
function list(parts: readonly string[], depth: number, space?: string): string {
  if (space === undefined) return parts.join(',')
  const line = (levels: number): string => `\n${space.repeat(levels)}`
  return ` ${parts.map((part) => line(depth + 1) + part).join(', ')}${parts.length > 0 ? line(depth) : ''} `
}
