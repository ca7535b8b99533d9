/** How many tests of a process passed and failed; cancelled ones count as failed, skipped ones as neither. */
export interface Summary {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/**
 * Reads what node:test prints at its end, as TAP (`# pass 3`) or in its spec form (a sign, `pass 3`). Undefined when it
 * is not there: the process broke down before.
 */
export function readSummary(output: string): Summary | undefined {
  const counts = new Map<string, number>()
  // The last of each: a test may print such lines too.
  for (const [, word = '', number] of output.matchAll(/^\S+ (pass|fail|cancelled|skipped) (\d+)\r?$/gm)) {
    counts.set(word, Number(number))
  }
  const { pass, fail, cancelled = 0, skipped = 0 } = Object.fromEntries(counts) as Record<string, number | undefined>
  if (pass === undefined || fail === undefined) return undefined
  return { passed: pass, failed: fail + cancelled, skipped }
}

/**
 * Returns the part of the spec reporter's output that people need: the failing tests; where it ended before it named them, all
 * but the tests that passed.
 */
export function readFailures(output: string): string {
  const at = output.lastIndexOf('failing tests:')
  if (at >= 0) return output.slice(output.lastIndexOf('\n', at) + 1)
  return output.replaceAll(/^\s*\u2714.*\n/gm, '')
}
