/**
 * Returns a script such that JavaScript reads it as a board would: a board reads bytes, so every character of `text` is one,
 * and it keeps only the low byte of \uXXXX.
 */
export function readSource(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|[^])/g, (escape, hex: string | undefined) =>
    hex === undefined ? escape : `\\x${hex.slice(2)}`,
  )
}
