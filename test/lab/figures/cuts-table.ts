import type { CaseResult, Report } from '../cuts/report.ts'

interface Line {
  readonly kind: string
  simulated: number
  real: number
  readonly outcomes: Record<string, number>
}

/** What `npm run cuts` found, as a table of markdown: a line for each kind of work that was cut, all boards together. */
export function toCutsTable({ engines, results, wear }: Report): string {
  const heaps = Object.entries(engines).map(
    ([name, { version, pages, pageBytes }]) =>
      `${name} ${version} with ${count(pages)} pages of ${count(pageBytes)} bytes`,
  )
  const worn = Object.entries(wear).map(
    ([board, { mostErases, wornPages }]) =>
      `On the simulated ${board} the toggles erased ${count(wornPages)} pages, the most worn one ${count(mostErases)} times.`,
  )
  return [
    `The real interpreter: ${heaps.join('; ') || 'not run'}.`,
    '',
    '| what was cut | cuts, simulated boards | cuts, real interpreter | what the boards had afterwards, and how often |',
    '|---|---:|---:|---|',
    ...linesOf(results).map(
      ({ kind, simulated, real, outcomes }) =>
        `| ${kind} | ${count(simulated)} | ${count(real)} | ${toText(outcomes)} |`,
    ),
    '',
    ...worn,
  ].join('\n')
}

/** A case's name is its kind, its board and more: `saves, simulated esp32, ...`. */
function linesOf(results: readonly CaseResult[]): Line[] {
  const lines = new Map<string, Line>()
  for (const { name, cuts, outcomes } of results) {
    const [, kind = name, board] = /^(.+?), (simulated|real)\b/.exec(name) ?? []
    const line = lines.get(kind) ?? { kind, simulated: 0, real: 0, outcomes: {} }
    lines.set(kind, line)
    line[board === 'real' ? 'real' : 'simulated'] += cuts
    for (const [outcome, times] of Object.entries(outcomes)) {
      line.outcomes[outcome] = (line.outcomes[outcome] ?? 0) + times
    }
  }
  return [...lines.values()]
}

function toText(outcomes: Line['outcomes']): string {
  return Object.entries(outcomes)
    .map(([outcome, times]) => `${outcome}: ${count(times)}`)
    .join('; ')
}

const count = (value: number): string => value.toLocaleString('en')
