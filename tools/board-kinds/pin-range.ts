/** `pinRange(26, 28)` -> D26 D27 D28; another port's letter as `port`. */
export function pinRange(first: number, last: number, port = 'D'): string[] {
  return Array.from({ length: last - first + 1 }, (_, at) => `${port}${first + at}`)
}

/** The same reason for several pins. */
export function because(reason: string, ...pins: readonly string[]): Record<string, string> {
  return Object.fromEntries(pins.map((pin) => [pin, reason]))
}
