export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject
export interface JsonObject {
  [key: string]: JsonValue
}

/** Reads JSON text; 'malformed' instead of an exception, for text that comes from outside. */
export function readJson(text: string): JsonValue | 'malformed' {
  try {
    const value: JsonValue = JSON.parse(text)
    return value === 'malformed' ? 'malformed' : value
  } catch (error) {
    if (error instanceof SyntaxError) return 'malformed'
    throw error
  }
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
