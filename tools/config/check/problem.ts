/** Something that is wrong, or looks wrong, in a configuration. Never holds a secret. */
export interface Problem {
  /** A warning does not stop anything. */
  readonly severity: 'error' | 'warning'
  /** From 1; `column` in characters. */
  readonly line: number
  readonly column: number
  /** `switches.PowerSwitch_1.pin`; '' for the file as a whole. */
  readonly path: string
  /** What is there; of a secret only its length. */
  readonly got: string
  /** What would be right; '' where `got` says enough. */
  readonly wanted: string
  /** What to do; '' where it is clear. */
  readonly fix: string
}

/**
 * Returns all problems as text for people: a heading, then one line each: line:column, path, what is there and what is
 * wanted, what to do. Columns are as wide as most lines need.
 */
export function formatProblems(problems: readonly Problem[], fileName: string): string {
  const rows = problems.map(({ severity, line, column, path, got, wanted, fix }) => [
    `${severity === 'warning' ? 'warning  ' : ''}${line}:${column}`,
    path,
    wanted === '' ? got : `${got}, wanted ${wanted}`,
    fix,
  ])
  const widths = [16, 44, 48].map((most, at) => Math.min(most, Math.max(...rows.map((row) => row[at]?.length ?? 0))))
  const lines = rows.map((row) => `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd())
  return [`${fileName} has ${countProblems(problems)}`, '', ...lines].join('\n')
}

function countProblems(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const warnings = problems.length - errors
  const parts = [count(errors, 'problem'), count(warnings, 'warning')].filter((part) => !part.startsWith('0 '))
  return parts.length === 0 ? 'no problem' : parts.join(' and ')
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}
