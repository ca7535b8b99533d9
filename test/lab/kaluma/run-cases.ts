import { Bench } from './bench.ts'
import type { Figures, KalumaCase, Result } from './case.ts'
import type { GivenRuntimes } from './given.ts'
import type { Judged } from './judged.ts'

/**
 * So many cases of ring b run at a time. They wait more than they work, but time runs fast in them: more would make it uneven. Those
 * of ring c keep this process busy, so they come after them, one by one.
 */
const lanes = 2

export interface Outcome {
  readonly results: readonly Result[]
  readonly figures: Figures
}

/** Runs the cases, the longest first, each with a line when it ends. Returns the results in the order of `cases`. */
export async function runCases(
  cases: readonly KalumaCase[],
  judged: Judged,
  given: GivenRuntimes,
  say: (text: string) => void,
): Promise<Outcome> {
  const results = new Map<KalumaCase, Result>()
  const benches = new Map(cases.map((one) => [one, new Bench(judged, given)]))
  const longestFirst = [...benches].sort(([one], [other]) => other.aboutS - one.aboutS)
  const queue = longestFirst.filter(([{ ring }]) => ring === 'b')
  const runLane = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const result = await runCase(...next)
      results.set(next[0], result)
      say(progress(result, results.size, cases.length))
    }
  }
  await Promise.all(Array.from({ length: lanes }, runLane))
  queue.push(...longestFirst.filter(([{ ring }]) => ring === 'c'))
  await runLane()
  return {
    results: cases.flatMap((one) => results.get(one) ?? []),
    figures: Object.assign({}, ...[...benches.values()].map(({ figures }) => figures)) as Figures,
  }
}

async function runCase({ name, ring, run }: KalumaCase, bench: Bench): Promise<Result> {
  const startedAt = performance.now()
  let problem = ''
  try {
    await run(bench)
  } catch (error) {
    problem = error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10
  return { name, ring, ok: problem === '', seconds, problem }
}

function progress({ name, ok, seconds, problem }: Result, done: number, all: number): string {
  const line = `${ok ? 'ok  ' : 'FAIL'} ${String(done).padStart(3)}/${all} ${seconds.toFixed(1).padStart(6)} s  ${name}\n`
  return ok ? line : `${line}${problem.replace(/^/gm, '       ')}\n`
}
