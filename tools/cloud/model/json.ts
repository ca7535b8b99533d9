export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject
export interface JsonObject {
  [key: string]: JsonValue
}

/** How deep JSON from outside may be nested: writing and comparing it is recursive, and would run out of stack. */
const mostLevels = 100

/** Reads JSON that comes from outside. Returns 'malformed' instead of throwing. */
export function readJson(text: string): JsonValue | 'malformed' {
  try {
    const value: JsonValue = JSON.parse(text)
    // Each level takes two brackets, so a short text need not be measured.
    const isTooDeep = text.length > 2 * mostLevels && levelsOf(value) > mostLevels
    return value === 'malformed' || isTooDeep ? 'malformed' : value
  } catch (error) {
    if (error instanceof SyntaxError) return 'malformed'
    throw error
  }
}

function levelsOf(value: JsonValue): number {
  let levels = 0
  let inner = [value]
  while (inner.length > 0 && levels <= mostLevels) {
    levels++
    inner = inner.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []))
  }
  return levels
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
