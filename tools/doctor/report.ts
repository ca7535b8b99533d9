import { speak } from '../command-line/language.ts'

/** The checks, in the order in which they are made. */
export type CheckName = 'node' | 'config' | 'port' | 'board' | 'dns' | 'tcp' | 'tls' | 'login'

/** One line of the report. Never holds a secret. */
export interface Finding {
  readonly check: CheckName
  /** `skipped`: not checked, and `message` says why. */
  readonly state: 'ok' | 'fail' | 'skipped'
  readonly message: string
  /** What the user should know although nothing failed. */
  readonly notes: readonly string[]
  readonly failure?: Failure
}

/** Why a check failed: a word for which docs/troubleshooting.md has a row, and what to do. `exitCode` as of UserError; 3 is a bug. */
export interface Failure {
  readonly slug: string
  readonly hint: string
  readonly exitCode: 1 | 2 | 3
}

/** A finding without the name of its check, which the caller knows. */
export type Outcome = Omit<Finding, 'check'>

export const ok = (message: string, notes: readonly string[] = []): Outcome => ({ state: 'ok', message, notes })

export const skipped = (message: string): Outcome => ({ state: 'skipped', message, notes: [] })

export function fail(slug: string, message: string, hint: string, exitCode: 1 | 2 | 3 = 2): Outcome {
  return { state: 'fail', message, notes: [], failure: { slug, hint, exitCode } }
}

const words = { ok: 'ok', fail: 'FAIL', skipped: '--' } as const
const indent = ' '.repeat(16)

/** Returns `ok    node      20.20.2`; for a failure its word, then what to do, then where more is said of it. */
export function formatFinding({ check, state, message, notes, failure }: Finding): string {
  const head = `${words[state].padEnd(6)}${check.padEnd(10)}`
  const lines = failure === undefined ? [message] : [`${failure.slug}  ${message}`, ...failure.hint.split('\n')]
  const where = failure === undefined ? [] : [anchorOf(failure.slug)]
  const [first = '', ...rest] = [...lines, ...where]
  return [
    `${head}${first}`,
    ...rest.map((line) => `${indent}${line}`),
    ...notes.map((note) => `${indent}${speak`note: ${note}`}`),
  ]
    .map((line) => line.trimEnd())
    .join('\n')
}

/** Returns the report for programs; `ok` is true when nothing failed. */
export function reportAsJson(findings: readonly Finding[]): string {
  const checks = findings.map(({ failure, ...rest }) =>
    failure === undefined ? rest : { ...rest, slug: failure.slug, hint: failure.hint, docs: anchorOf(failure.slug) },
  )
  return JSON.stringify({ ok: findings.every(({ state }) => state !== 'fail'), checks })
}

/** The row of a word in the table for users. */
export const anchorOf = (slug: string) => speak`docs/troubleshooting.md#${slug}`
