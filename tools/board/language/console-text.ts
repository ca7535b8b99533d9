import { types } from 'node:util'
import { numberText } from './json-text.ts'

const indent = '  '
const native = 'function () { [native code] }'
/** So many members of an object are on a line. */
const membersInLine = 4

/** What the text of an object depends on besides its members. */
export interface Naming {
  /** Returns the global name of a constructor, undefined when it has none. */
  nameOf(constructor: unknown): string | undefined
  /** Whether a function or an object is the engine's own, which has no text of its own. */
  isNative(value: object): boolean
  /** Whether a function is the toString that every object has. */
  isPlainToString(toString: unknown): boolean
}

/**
 * Returns a value as `print` and console.log show it: text as it is, objects with their constructor's name, spaces and line
 * breaks (jsfGetJSONWithCallback in Espruino's jswrap_json.c).
 */
export function consoleText(value: unknown, naming: Naming): string {
  const plain = types.isBoxedPrimitive(value) ? value.valueOf() : value
  return typeof plain === 'string' ? plain : new Writer(naming).text(plain, 0)
}

/** Returns a string in quotes as the engine shows it, which is not as JSON has it. */
export function shownString(text: string): string {
  return `"${text.replace(/["\\]|[^ -~]/g, (char, at: number) => escaped(char, text.charAt(at + 1)))}"`
}

const short: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\t': '\\t',
  '\b': '\\b',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\\': '\\\\',
  '"': '\\"',
}

function escaped(char: string, next: string): string {
  const known = short[char]
  if (known !== undefined) return known
  const code = char.charCodeAt(0)
  if (code < 8 && !/[0-7]/.test(next)) return `\\${code}`
  return `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`
}

/** Returns a function as the engine shows it: without its name, the parameters parted by commas alone. */
export function functionText(source: string): string {
  if (source.startsWith('class')) return 'function () {}'
  if (source.endsWith('{ [native code] }')) return native
  const [, names = '', only = '', body = ''] =
    /^(?:function[^(]*)?(?:\(([^)]*)\)|([\w$]+))\s*(?:=>)?\s*([^]*)$/.exec(source) ?? []
  const parameters = (names + only).split(',').map((name) => name.trim())
  const block = body.startsWith('{') ? body : `{return ${body}}`
  return `function (${parameters.join(',')}) ${block}`
}

/** `breaks`: whether a line break comes before and after it, in an object or an array. */
const breaks = (value: unknown): boolean =>
  value !== undefined && value !== null && typeof value !== 'number' && typeof value !== 'boolean'

class Writer {
  private readonly above: object[] = []

  constructor(private readonly naming: Naming) {}

  text(value: unknown, depth: number): string {
    if (typeof value === 'string') return shownString(value)
    if (typeof value === 'number') return numberText(value)
    if (typeof value === 'function')
      return this.naming.isNative(value) ? native : functionText(Function.prototype.toString.call(value))
    if (typeof value !== 'object' || value === null) return String(value)
    if (this.naming.isNative(value)) return native
    if (types.isBoxedPrimitive(value)) return this.text(value.valueOf(), depth)
    if (this.above.includes(value)) return ' ... '
    this.above.push(value)
    const text = this.objectText(value, depth)
    this.above.pop()
    return text
  }

  private objectText(value: object, depth: number): string {
    if (Array.isArray(value)) return this.arrayText(value as unknown[], depth)
    if (types.isArgumentsObject(value)) return this.arrayText(Array.from(value as ArrayLike<unknown>), depth)
    if (types.isArrayBuffer(value)) return bytesText('ArrayBuffer', new Uint8Array(value))
    if (types.isTypedArray(value)) return bytesText(value[Symbol.toStringTag] as string, value)
    if (types.isRegExp(value)) {
      const { source, flags, lastIndex } = value
      return `RegExp: ${this.membersText({ source, flags, lastIndex }, depth)}`
    }
    if (types.isNativeError(value)) return `${/^\w+/.exec(String(value))?.[0] ?? 'Error'}: ${String(value)}`
    const { constructor, toString } = value as { constructor?: unknown; toString?: unknown }
    const name = this.naming.nameOf(constructor)
    if (name === undefined || name === 'Object') return this.membersText(value, depth)
    const isOwn = typeof toString === 'function' && !this.naming.isPlainToString(toString)
    return `${name}: ${isOwn ? String(value) : this.membersText(value, depth)}`
  }

  private arrayText(items: readonly unknown[], depth: number): string {
    const inner = Array.from(items, (item) => ({ head: '', value: item }))
    const named = members(items).filter(({ name }) => !/^\d+$/.test(name))
    const rest = named.map(({ name, value }) => ({ head: `${shownString(name)}: `, value }))
    return `[ ${this.list([...inner, ...rest], depth, Infinity)} ]`
  }

  private membersText(object: object, depth: number): string {
    const items = members(object).map(({ name, value }) => ({ head: `${shownString(name)}: `, value }))
    return `{ ${this.list(items, depth, membersInLine)} }`
  }

  private list(items: readonly { head: string; value: unknown }[], depth: number, inLine: number): string {
    const line = (levels: number): string => `\n${indent.repeat(levels)}`
    let text = ''
    let broken = false
    let count = 0
    items.forEach(({ head, value }, index) => {
      if (index > 0) text += ', '
      count++
      if (broken || breaks(value) || count > inLine) {
        text += line(depth + 1)
        count = 0
      }
      text += head + this.text(value, depth + 1)
      broken = breaks(value)
    })
    return broken ? text + line(depth) : text
  }
}

/** The members that are shown: own ones that are no getters, without the engine's own. */
function members(object: object): { name: string; value: unknown }[] {
  return Object.entries(Object.getOwnPropertyDescriptors(object)).flatMap(([name, property]) =>
    property.enumerable === true && property.get === undefined ? [{ name, value: property.value as unknown }] : [],
  )
}

function bytesText(name: string, items: ArrayLike<number | bigint>): string {
  const list = Array.from(items, (item) => numberText(Number(item)))
  if (list.every((item) => item === '0')) return `new ${name}(${list.length})`
  return name === 'ArrayBuffer' ? `new Uint8Array([${list.join(', ')}]).buffer` : `new ${name}([${list.join(', ')}])`
}
