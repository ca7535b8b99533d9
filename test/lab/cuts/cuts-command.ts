import { ensureBuilt } from '../../../tools/build/firmware.ts'
import { endIdleThread } from '../../../tools/serial/espruino-thread.ts'
import { caseFlagsHelp, inPlaceOf, pickCases, readCaseFlags } from '../case-flags.ts'
import { givenEngines } from '../engine/engines.ts'
import { Progress } from '../progress.ts'
import { problemOf, type CutCase } from './case.ts'
import { allCases } from './cases.ts'
import { needStrace } from './engine-run.ts'
import { makeReport, readReport, reportFile, writeReport, type CaseResult, type Report } from './report.ts'
import type { Wear } from './toggles.ts'

const usage = 'npm run cuts'
const help = `usage: ${usage} -- [WORD ...] [flags]

Cuts the power of a board at every write and erase of its flash, one after the other, while a switch saves its state,
while a queue is saved, and while npm run flash runs: on the simulated board, whose flash chip can also stop amid a step, and on Espruino's own
interpreter, which is ended at its n-th write to its flash file (with strace, of Debian's package of that name). Then
the power comes back: the board must start, with the script of before or the new one, and with the state that was saved
last or the one before. Writes what came of it to ${reportFile}. With WORDs only the cases with one of them in their name
run, and nothing is written.

  ESPRUINO          path of Espruino's Linux build; without it only the simulated board is cut
  ESPRUINO_ESP32, ESPRUINO_ESP8266
                    paths of Linux-hosted builds with that board's heap and Storage; each adds cases

${caseFlagsHelp(reportFile)}`

/** How many cases run at a time: those on a console wait for it most of the time. */
const lanes = 4

/** `npm run cuts`. Throws UserError no-engine, no-strace, no-such-case, unknown-flag, build-failed. */
export async function cutsCommand(args: readonly string[], print: (text: string) => void): Promise<void> {
  const { words, ...flags } = readCaseFlags(args, usage)
  if (flags.help) return print(help)
  const say = flags.json || flags.list ? () => undefined : print
  const given = (process.env['ESPRUINO'] ?? '') === '' ? [] : await givenEngines()
  // A Pico cannot restore states, and without a network the script does not start.
  const engines = given.filter(({ name }) => name !== 'pico' && name !== 'noNet')
  const firmware = await ensureBuilt()
  const wear: Record<string, Wear> = {}
  const all = allCases(firmware.script, engines, (shape, worn) => (wear[shape] = worn))
  const before = flags.failed ? readReport(firmware) : undefined
  const cases = pickCases(all, words, before?.results)
  if (flags.list) return print(cases.map(({ name }) => `${name}\n`).join(''))
  if (engines.length > 0) needStrace()
  say(
    `cuts  ${engines.map(({ name, version }) => `${name} ${version}`).join(', ') || 'the simulated board only: ESPRUINO is not set'}; ${firmware.file}\n`,
  )
  const results = await runCases(cases, say)
  await endIdleThread()
  const report = makeReport(firmware, engines, inPlaceOf(before?.results, results), { ...before?.wear, ...wear })
  if (words.length === 0) writeReport(report)
  print(flags.json ? `${JSON.stringify(report)}\n` : toEnd(report))
  process.exitCode = report.failed > 0 ? 1 : 0
}

/** The results in the order of the cases. */
async function runCases(cases: readonly CutCase[], say: (text: string) => void): Promise<CaseResult[]> {
  const results = new Map<CutCase, CaseResult>()
  const progress = new Progress()
  const queue = [...cases]
  const runLane = async (): Promise<void> => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      const result = await runCase(one, progress)
      results.set(one, result)
      progress.end()
      say(toLine(result, results.size, cases.length))
    }
  }
  await Promise.all(Array.from({ length: lanes }, runLane))
  return cases.flatMap((one) => results.get(one) ?? [])
}

async function runCase(one: CutCase, progress: Progress): Promise<CaseResult> {
  const startedAt = performance.now()
  const seconds = (): number => Math.round((performance.now() - startedAt) / 100) / 10
  let cuts = 0
  try {
    const result = await one.run((now) => {
      cuts = now
      progress.show(`${one.name}: ${now} cuts`)
    })
    const problem = problemOf(one, result)
    return { name: one.name, ok: problem === '', ...result, seconds: seconds(), problem }
  } catch (error) {
    const problem = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { name: one.name, ok: false, cuts, outcomes: {}, seconds: seconds(), problem }
  }
}

function toLine({ name, ok, cuts, outcomes, seconds, problem }: CaseResult, done: number, all: number): string {
  const counts = Object.entries(outcomes).map(([outcome, count]) => `${outcome} ${count}`)
  const line = `${ok ? 'ok  ' : 'FAIL'} ${String(done).padStart(3)}/${all} ${seconds.toFixed(1).padStart(6)} s  ${name}: ${cuts} cuts (${counts.join(', ')})\n`
  return ok ? line : `${line}${problem.replace(/^/gm, '       ')}\n`
}

function toEnd({ cuts, wear, passed, failed }: Report): string {
  const lines = Object.entries(wear).map(
    ([shape, { mostErases, wornPages }]) =>
      `wear    simulated ${shape}: ${wornPages} pages erased, the most worn one ${mostErases} times\n`,
  )
  return `${lines.join('')}${cuts.toLocaleString('en')} cuts\n${passed} passed, ${failed} failed\n`
}
