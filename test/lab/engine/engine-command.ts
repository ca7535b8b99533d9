import { ensureBuilt } from '../../../tools/build/firmware.ts'
import { readFlags } from '../../../tools/command-line/flags.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { allCases } from './cases.ts'
import { givenEngines } from './engines.ts'
import { makeReport, readReport, toLines, writeReport, type Report } from './report.ts'
import { runCases } from './run-cases.ts'

const usage = 'npm run engine'
const help = `usage: ${usage} -- [WORD ...] [flags]

Runs the built bundle, unchanged, in Espruino's own interpreter, started from flash as on a board, and writes what came
of it to docs/measured/engine.json. With WORDs only the cases with one of them in their name run, and nothing is written.

  ESPRUINO          path of Espruino's Linux build; must be set
  ESPRUINO_ESP32, ESPRUINO_ESP8266, ESPRUINO_PICO
                    paths of Linux-hosted builds with that board's heap, strings and libraries; each adds cases
  ESPRUINO_NO_NET   path of a build without a network library: npm run flash must refuse it

  --failed   only what failed in docs/measured/engine.json, and its results into the places of those; of the same script only
  --list     the names of the cases
  --json     the report instead of the lines
  --verbose  a stack with an error
  --help     this text

exit code: 0 all passed; 1 wrong use, or one did not pass
`

const options = {
  failed: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** `npm run engine`. Throws UserError no-engine, no-such-case, unknown-flag. */
export async function engineCommand(args: readonly string[], print: (text: string) => void): Promise<void> {
  const { values: flags, positionals: words } = readFlags({ args: [...args], options, allowPositionals: true }, usage)
  if (flags.help) return print(help)
  const engines = await givenEngines()
  const firmware = await ensureBuilt()
  const before = flags.failed ? readReport(firmware) : undefined
  const failed = before?.results.filter(({ ok }) => !ok).map(({ name }) => name)
  const cases = allCases(engines)
    .filter(({ name }) => words.length === 0 || words.some((word) => isIn(name, word)))
    .filter(({ name }) => failed === undefined || failed.includes(name))
  if (cases.length === 0) throw new UserError('no-such-case', `no case has ${words.join(' or ')} in its name`, '--list')
  if (flags.list) return print(cases.map(({ name }) => `${name}\n`).join(''))
  const say = flags.json ? () => undefined : print
  say(`engine  ${engines.map(({ name, version }) => `${name} ${version}`).join(', ')}; ${firmware.file}\n`)
  const { results, figures } = await runCases(cases, firmware, say)
  const all = before?.results.map((old) => results.find(({ name }) => name === old.name) ?? old) ?? results
  const report = makeReport(firmware, engines, { results: all, figures: { ...before?.figures, ...figures } })
  if (words.length === 0) writeReport(report)
  print(flags.json ? `${JSON.stringify(report)}\n` : toLines(report))
  process.exitCode = exitCode(report)
}

function isIn(name: string, word: string): boolean {
  return name.toLowerCase().includes(word.toLowerCase())
}

function exitCode({ failed }: Report): number {
  return failed > 0 ? 1 : 0
}
