import { columnsOf, padColumns } from '../../command-line/columns.ts'
import { speak } from '../../command-line/language.ts'

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

/** What came and, where that says not all, what is wanted. */
export function sayWrong({ got, wanted }: Pick<Problem, 'got' | 'wanted'>): string {
  return wanted === '' ? got : speak`${got}, wanted ${wanted}`
}

/**
 * Returns all problems as text for people: a heading, then one line each: line:column, path, what is there and what is
 * wanted, what to do. Columns are as wide as most lines need.
 */
export function formatProblems(problems: readonly Problem[], fileName: string): string {
  const rows = problems.map(({ severity, line, column, path, got, wanted, fix }) => [
    `${severity === 'warning' ? `${speak`warning`}  ` : ''}${line}:${column}`,
    path,
    sayWrong({ got, wanted }),
    fix,
  ])
  const widths = [16, 44, 48].map((most, at) =>
    Math.min(most, Math.max(...rows.map((row) => columnsOf(row[at] ?? '')))),
  )
  const lines = rows.map((row) => `  ${row.map((cell, at) => padColumns(cell, widths[at] ?? 0)).join('  ')}`.trimEnd())
  return [speak`${fileName} has ${countProblems(problems)}`, '', ...lines].join('\n')
}

function countProblems(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const warnings = problems.length - errors
  const wrong = errors === 1 ? speak`1 problem` : speak`${errors} problems`
  const unlikely = warnings === 1 ? speak`1 warning` : speak`${warnings} warnings`
  if (errors === 0) return warnings === 0 ? speak`no problem` : unlikely
  return warnings === 0 ? wrong : speak`${wrong} and ${unlikely}`
}
