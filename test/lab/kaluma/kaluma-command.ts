import { readLast, readMeasured } from '../measured.ts'
import { caseFlagsHelp, inPlaceOf, pickCases, readCaseFlags } from '../case-flags.ts'
import { allCases } from './cases.ts'
import { givenRuntimes, type GivenRuntimes } from './given.ts'
import { buildJudged } from './judged.ts'
import { makeReport, noteOnRings, reportFile, toLines, writeReport, type Report } from './report.ts'
import { runCases } from './run-cases.ts'

const usage = 'npm run kaluma'
const help = `usage: ${usage} -- [WORD ...] [flags]

Runs the script for the Pico W, unchanged, in the real Kaluma, and writes what came of it to ${reportFile}. The script is
the switch with a configuration of the tests inside. With WORDs only the cases with one of them in their name run, and nothing is
written.

  KALUMA            path of Kaluma's Linux build; the script's peer and its radio stand in the script before it
  KALUMA_PICO_W     path of an image of the Pico W, which runs in an emulator; adds cases
                    one of the two must be set

${caseFlagsHelp(reportFile)}`

/** `npm run kaluma`. Throws UserError no-kaluma, no-such-case, unknown-flag, build-failed. */
export async function kalumaCommand(args: readonly string[], print: (text: string) => void): Promise<void> {
  const { words, ...flags } = readCaseFlags(args, usage)
  if (flags.help) return print(help)
  const given = await givenRuntimes()
  const judged = await buildJudged()
  const before = flags.failed ? readMeasured<Report>(reportFile, judged, usage) : undefined
  const cases = pickCases(allCases(given), words, before?.results)
  if (flags.list) return print(cases.map(({ name }) => `${name}\n`).join(''))
  const say = flags.json ? () => undefined : print
  say(`kaluma  ${describe(given)}; ${judged.bytes} bytes\n`)
  const { results, figures } = await runCases(cases, judged, given, say)
  const outcome = { results: inPlaceOf(before?.results, results), figures: { ...before?.figures, ...figures } }
  const report = makeReport(judged, given, outcome, before?.rings)
  const last = readLast<Report>(reportFile)
  if (words.length === 0) writeReport(report)
  print(flags.json ? `${JSON.stringify(report)}\n` : toLines(report))
  if (words.length === 0) say(noteOnRings(last, report))
  process.exitCode = report.failed > 0 ? 1 : 0
}

function describe({ b, c }: GivenRuntimes): string {
  const parts = [b && `ring b: Kaluma ${b.version} for Linux`, c && 'ring c: image of the Pico W']
  return parts.filter((part) => part !== undefined).join(', ')
}
