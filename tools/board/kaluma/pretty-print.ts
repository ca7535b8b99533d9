import { types } from 'node:util'

const color = { red: 31, yellow: 93, magenta: 95, cyan: 96, gray: 90 } as const

function painted(name: keyof typeof color, text: string): string {
  return `\u001b[${color[name]}m${text}\u001b[0m`
}

/**
 * Returns a value as Kaluma's REPL shows it (km_repl_pretty_print in repl.c), with its colours and its line ends. `depth`: how
 * many levels of objects are opened: 3 in the REPL, 2 in print and console.log.
 */
export function prettyPrint(value: unknown, depth: number, indent = 0): string {
  if (depth === 0 || !isOpened(value)) return plain(value)
  if (types.isNativeError(value)) return painted('red', String(value))
  const items = Array.isArray(value) || types.isTypedArray(value) ? Array.from(value as ArrayLike<unknown>) : undefined
  const shown =
    items?.map((item) => prettyPrint(item, depth - 1, indent + 2)) ??
    Object.entries(value).map(([name, member]) => `${name}: ${prettyPrint(member, depth - 1, indent + 2)}`)
  const [open, close] = items === undefined ? ['{', '}'] : [`${typedName(value)}[`, ']']
  if (shown.length === 0) return open + close
  const lines = shown.map((text) => ' '.repeat(indent + 2) + text).join(',\r\n')
  return `${open}\r\n${lines}\r\n${' '.repeat(indent)}${close}`
}

function isOpened(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  return !types.isAnyArrayBuffer(value) && !types.isDataView(value) && !types.isPromise(value)
}

function typedName(value: object): string {
  return types.isTypedArray(value) ? `${value[Symbol.toStringTag]} ` : ''
}

function plain(value: unknown): string {
  if (typeof value === 'string') return painted('yellow', `'${value}'`)
  if (typeof value === 'number' || typeof value === 'boolean') return painted('magenta', String(value))
  if (value === null || value === undefined) return painted('gray', String(value))
  if (types.isAnyArrayBuffer(value)) return `ArrayBuffer { byteLength:${painted('magenta', String(value.byteLength))}}`
  return typeof value === 'bigint' ? '' : painted('cyan', `[${kindOf(value)}]`)
}

function kindOf(value: unknown): string {
  if (typeof value === 'function') return 'Function'
  if (typeof value === 'symbol') return 'Symbol'
  if (Array.isArray(value)) return 'Array'
  if (types.isTypedArray(value)) return value[Symbol.toStringTag]
  if (types.isDataView(value)) return 'DataView'
  return types.isPromise(value) ? 'Promise' : 'Object'
}
