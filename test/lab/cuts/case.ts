/** At how many cuts the board of a case started in which way afterwards. */
export type Outcomes = Readonly<Record<string, number>>

export interface CutResult {
  /** So many places to cut at, each tried. */
  readonly cuts: number
  readonly outcomes: Outcomes
}

/** A piece of work, done again and again, cut at another step of the flash chip each time. */
export interface CutCase {
  readonly name: string
  /** The allowed outcomes; any other fails the case. */
  readonly allowed: readonly string[]
  /** One of these must occur: such a case shows that the suite can detect a loss. */
  readonly losses?: readonly string[]
  /** Throws where it cannot go on; `heard` is told after each cut. */
  run(heard: (cuts: number) => void): Promise<CutResult>
}

/** Counts outcomes. */
export class Tally {
  cuts = 0
  readonly outcomes: Record<string, number> = {}

  constructor(private readonly heard: (cuts: number) => void = () => undefined) {}

  add(outcome: string): void {
    this.cuts++
    this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1
    this.heard(this.cuts)
  }
}

/** Returns why a case fails, '' where it passes. */
export function problemOf({ allowed, losses }: CutCase, { cuts, outcomes }: CutResult): string {
  const found = Object.keys(outcomes)
  const wrong = found.filter((outcome) => !allowed.includes(outcome) && !losses?.includes(outcome))
  if (wrong.length > 0) return `not allowed: ${wrong.join('; ')}`
  if (losses && !losses.some((loss) => found.includes(loss))) return 'nothing was lost, though this layout loses files'
  return cuts > 0 ? '' : 'nothing was cut'
}
