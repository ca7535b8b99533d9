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
