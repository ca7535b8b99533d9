import type { BuiltFirmware } from '../../../tools/build/firmware.ts'
import { Bench } from './bench.ts'
import type { EngineCase, Figures, Result } from './case.ts'

/**
 * How many cases run at a time: first those in which time runs so fast that waiting for a core would count as minutes, then
 * those that wait, then those that work. An interpreter with an open socket never sleeps, so even those that wait share
 * the processor.
 */
const lanes = { hurries: 2, waits: 4, works: 2 } as const

export interface Outcome {
  readonly results: readonly Result[]
  readonly figures: Figures
}

/** Runs the cases, the longest first, each with a line when it ends. Returns the results in the order of `cases`. */
export async function runCases(
  cases: readonly EngineCase[],
  firmware: BuiltFirmware,
  say: (text: string) => void,
): Promise<Outcome> {
  const results = new Map<EngineCase, Result>()
  const benches = new Map(cases.map((one) => [one, new Bench(firmware)]))
  const runOne = async (one: EngineCase, bench: Bench): Promise<void> => {
    const result = await runCase(one, bench)
    results.set(one, result)
    say(progress(result, results.size, cases.length))
  }
  const runLane = async (queue: [EngineCase, Bench][]): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await runOne(...next)
  }
  for (const load of ['hurries', 'waits', 'works'] as const) {
    const queue = [...benches].filter(([one]) => one.load === load).sort(([a], [b]) => b.aboutS - a.aboutS)
    await Promise.all(Array.from({ length: lanes[load] }, () => runLane(queue)))
  }
  return {
    results: cases.flatMap((one) => results.get(one) ?? []),
    figures: Object.assign({}, ...[...benches.values()].map(({ figures }) => figures)) as Figures,
  }
}

async function runCase({ name, aboutS, run }: EngineCase, bench: Bench): Promise<Result> {
  const startedAt = performance.now()
  let problem = ''
  try {
    await within(4 * aboutS + 60, run(bench))
  } catch (error) {
    problem = error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
  await bench.end()
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10
  return { name, ok: problem === '', seconds, problem }
}

/** A case that hangs must not hang the run. */
async function within(limitS: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${limitS} s`)), limitS * 1000)
  })
  await Promise.race([work, limit]).finally(() => clearTimeout(timer))
}

function progress({ name, ok, seconds, problem }: Result, done: number, all: number): string {
  const line = `${ok ? 'ok  ' : 'FAIL'} ${String(done).padStart(3)}/${all} ${seconds.toFixed(1).padStart(6)} s  ${name}\n`
  return ok ? line : `${line}${problem.replace(/^/gm, '       ')}\n`
}
