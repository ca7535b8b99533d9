/**
 * A script's bytes as this JavaScript shall read them. A board reads bytes, so every char of `text` is one; and it cuts
 * \uXXXX to the low byte.
 */
export function readSource(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|[^])/g, (escape, hex: string | undefined) =>
    hex === undefined ? escape : `\\x${hex.slice(2)}`,
  )
}
