import type { Mock, TestContext } from 'node:test'

/** From now on JSON is read as the engine does: a key "__proto__" makes an object inherit what stands there. */
export function readJsonAsTheEngine(t: TestContext): Mock<(json: string) => unknown> {
  const { parse } = JSON
  return t.mock.method(JSON, 'parse', (json: string): unknown => parse(json, reviveInherited))
}

function reviveInherited(this: unknown, key: string, value: unknown): unknown {
  if (key !== '__proto__') return value
  Object.setPrototypeOf(this, value as object)
  return undefined
}

/**
 * From now on JSON is written as the boards' engine does: bytes from 0x7F on as \u00XX, `undefined` for what is none in an
 * array, dots for an object inside itself.
 */
export function writeJsonAsTheEngine(t: TestContext): void {
  const { stringify } = JSON
  const write = (value: unknown, above: readonly unknown[]): string => {
    if (value === undefined || typeof value === 'function') return 'undefined'
    if (typeof value !== 'object' || value === null) return escape(stringify(value))
    if (above.includes(value)) return ' ... '
    const inside = [...above, value]
    if (Array.isArray(value)) return `[${value.map((each) => write(each, inside)).join()}]`
    const entries = Object.entries(value).filter(([, each]) => each !== undefined && typeof each !== 'function')
    return `{${entries.map(([key, each]) => `${escape(stringify(key))}:${write(each, inside)}`).join()}}`
  }
  t.mock.method(JSON, 'stringify', (value: unknown) => write(value, []))
}

function escape(json: string): string {
  return json.replace(/[\x7f-\xff]/g, (byte) => `\\u00${byte.charCodeAt(0).toString(16).toUpperCase()}`)
}
