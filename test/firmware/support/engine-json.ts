/**
 * Runs `task` with JSON as the boards' engine has it. It reads a key "__proto__" as what an object inherits. It writes bytes
 * from 0x7F on as \u00XX, `undefined` for what is none in an array, dots for an object inside itself.
 */
export function withEngineJson<T>(task: () => T): T {
  const { parse, stringify } = JSON
  JSON.parse = (json: string): unknown => parse(json, reviveInherited)
  JSON.stringify = (value: unknown): string => write(value, [], stringify)
  try {
    return task()
  } finally {
    Object.assign(JSON, { parse, stringify })
  }
}

function reviveInherited(this: unknown, key: string, value: unknown): unknown {
  if (key !== '__proto__') return value
  Object.setPrototypeOf(this, value as object)
  return undefined
}

function write(value: unknown, above: readonly unknown[], plain: (value: unknown) => string): string {
  if (value === undefined || typeof value === 'function') return 'undefined'
  if (typeof value !== 'object' || value === null) return escape(plain(value))
  if (above.includes(value)) return ' ... '
  const inside = [...above, value]
  if (Array.isArray(value)) return `[${value.map((each) => write(each, inside, plain)).join()}]`
  const entries = Object.entries(value).filter(([, each]) => each !== undefined && typeof each !== 'function')
  return `{${entries.map(([key, each]) => `${escape(plain(key))}:${write(each, inside, plain)}`).join()}}`
}

function escape(json: string): string {
  return json.replace(/[\x7f-\xff]/g, (byte) => `\\u00${byte.charCodeAt(0).toString(16).toUpperCase()}`)
}
