import { ensureBuilt } from '../../../tools/build/firmware.ts'
import { readLast } from '../measured.ts'
import { caseFlagsHelp, inPlaceOf, pickCases, readCaseFlags } from '../case-flags.ts'
import { allCases } from './cases.ts'
import { givenEngines } from './engines.ts'
import { makeReport, noteOnBuilds, readReport, reportFile, toLines, writeReport, type Report } from './report.ts'
import { runCases } from './run-cases.ts'

const usage = 'npm run engine'
const help = `usage: ${usage} -- [WORD ...] [flags]

Runs the built bundle, unchanged, in Espruino's own interpreter, started from flash as on a board, and writes what came
of it to ${reportFile}. With WORDs only the cases with one of them in their name run, and nothing is written.

  ESPRUINO          path of Espruino's Linux build; must be set
  ESPRUINO_ESP32, ESPRUINO_ESP8266, ESPRUINO_PICO
                    paths of Linux-hosted builds with that board's heap, strings and libraries; each adds cases
  ESPRUINO_NO_NET   path of a build without a network library: npm run flash must refuse it

${caseFlagsHelp(reportFile)}`

/** `npm run engine`. Throws UserError no-engine, no-such-case, unknown-flag. */
export async function engineCommand(args: readonly string[], print: (text: string) => void): Promise<void> {
  const { words, ...flags } = readCaseFlags(args, usage)
  if (flags.help) return print(help)
  const engines = await givenEngines()
  const firmware = await ensureBuilt()
  const before = flags.failed ? readReport(firmware) : undefined
  const cases = pickCases(allCases(engines), words, before?.results)
  if (flags.list) return print(cases.map(({ name }) => `${name}\n`).join(''))
  const say = flags.json ? () => undefined : print
  say(`engine  ${engines.map(({ name, version }) => `${name} ${version}`).join(', ')}; ${firmware.file}\n`)
  const { results, figures } = await runCases(cases, firmware, say)
  const all = inPlaceOf(before?.results, results)
  const outcome = { results: all, figures: { ...before?.figures, ...figures } }
  const report = makeReport(firmware, engines, outcome, before?.engines)
  const last = readLast<Report>(reportFile)
  if (words.length === 0) writeReport(report)
  print(flags.json ? `${JSON.stringify(report)}\n` : toLines(report))
  if (words.length === 0) say(noteOnBuilds(last, report))
  process.exitCode = exitCode(report)
}

function exitCode({ failed }: Report): number {
  return failed > 0 ? 1 : 0
}
