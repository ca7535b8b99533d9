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
 * no peer can parse), getters are left out, a circular reference ends in dots, a replacer is ignored.
 */
export function jsonText(value: unknown): string {
  return text(value, []) ?? 'undefined'
}

function text(value: unknown, above: readonly object[]): string | undefined {
  switch (typeof value) {
    case 'string':
      return quoted(value)
    case 'number':
      return Number.isFinite(value) ? numberText(value) : 'null'
    case 'boolean':
      return String(value)
    case 'object':
      return value === null ? 'null' : objectText(value, above)
    case 'undefined':
      return 'null'
    default:
      return undefined
  }
}

function objectText(value: object, above: readonly object[]): string | undefined {
  if (above.includes(value)) return ' ... '
  const { toJSON } = value as { toJSON?: unknown }
  if (typeof toJSON === 'function') return text(Reflect.apply(toJSON, value, []), above)
  const inside = [...above, value]
  if (types.isArrayBuffer(value)) return itemsText([...new Uint8Array(value)], inside)
  if (Array.isArray(value)) return itemsText(value, inside)
  if (ArrayBuffer.isView(value)) return itemsText(Array.from(value as Uint8Array), inside)
  const members: string[] = []
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if (property.enumerable !== true || property.get || property.value === undefined) continue
    const member = text(property.value, inside)
    if (member !== undefined) members.push(`${quoted(name)}:${member}`)
  }
  return `{${members.join(',')}}`
}

function itemsText(items: readonly unknown[], above: readonly object[]): string {
  return `[${Array.from(items, (item) => text(item, above) ?? 'undefined').join(',')}]`
}
