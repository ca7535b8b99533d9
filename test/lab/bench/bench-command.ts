import { buildFirmware } from '../../../tools/build/firmware.ts'
import { reportBuild } from '../../../tools/build/report.ts'
import { readFlags } from '../../../tools/command-line/flags.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { Bench } from '../engine/bench.ts'
import { givenEngines, type GivenEngine } from '../engine/engines.ts'
import { contestants } from './contestant.ts'
import type { Context } from './context.ts'
import { measures } from './measures.ts'
import type { Letter, Row } from './row.ts'
import { lifting } from './boot0.ts'
import { docsFile, makeReport, writeReport } from './report.ts'
import { toShowLines } from './shows.ts'
import { toTable } from './table.ts'

const usage = 'npm run bench'
const help = `usage: ${usage} -- [flags]

Measures the built bundle in Espruino's own interpreter, started from flash, beside the same application on EspruinoDocs'
MQTT.js, in one run. Figures are medians of the rounds, with the least and the most; ratios count, not the figures.

  ESPRUINO          path of Espruino's Linux build; must be set
  ESPRUINO_ESP32, ESPRUINO_ESP8266, ESPRUINO_PICO
                    paths of Linux-hosted builds with that board's heap; each adds rows
  ESPRUINO_DOCS     path of a checkout of espruino/EspruinoDocs; without it there are no peers

  --only a,c      these measures alone
  --engine NAMES  on these engines alone: linux,esp32,esp8266,pico (linux,esp32,esp8266 of those given)
  --rounds N      so many rounds (5)
  --json FILE     the report into this file
  --write         the report into docs/measured/bench.json, which npm run figures quotes; takes all measures
  --verbose       a stack with an error
  --help          this text

${Object.entries(measures)
  .map(([letter, { what }]) => `  ${letter}  ${what}\n`)
  .join('')}`

const options = {
  only: { type: 'string' },
  engine: { type: 'string', default: 'linux,esp32,esp8266' },
  rounds: { type: 'string', default: '5' },
  json: { type: 'string' },
  write: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** `npm run bench`. Throws UserError no-engine, no-module, no-such-measure, not-all, bad-rounds, unknown-flag. */
export async function benchCommand(args: readonly string[], print: (text: string) => void): Promise<void> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  if (flags.help) return print(help)
  const letters = readLetters(flags.only)
  if (flags.write && flags.only !== undefined) {
    throw new UserError('not-all', '--write with --only would write a part of the report', `${usage} -- --write`)
  }
  const rounds = readRounds(flags.rounds)
  const names = flags.engine.split(',')
  const engines = (await givenEngines()).filter(({ name }) => names.includes(name))
  const firmware = await buildFirmware()
  const docs = process.env['ESPRUINO_DOCS'] || undefined
  const bench = new Bench(firmware)
  print(`${reportBuild(firmware)}\n`)
  print(`engine  ${engines.map(({ name, version }) => `${name} ${version}`).join(', ')}; rounds ${rounds}\n`)
  print(`pacing  ${lifting}\n`)
  for (const reason of notRun(names, engines, docs)) print(`not run ${reason}\n`)
  const context: Context = {
    firmware,
    engines,
    contestants: await contestants(firmware, docs),
    docs,
    rounds,
    bench,
    progress,
  }
  const rows: Row[] = []
  for (const letter of letters) {
    const found = await measures[letter].run(context)
    progress('')
    print(toTable(found))
    rows.push(...found)
  }
  await bench.end()
  const report = makeReport(context, rows)
  print(toShowLines(report.shows))
  if (flags.json !== undefined) writeReport(report, flags.json)
  if (flags.write) writeReport(report, docsFile)
}

function notRun(names: readonly string[], engines: readonly GivenEngine[], docs: string | undefined): string[] {
  const missing = names.filter((name) => !engines.some((engine) => engine.name === name))
  return [
    ...missing.map((name) => `${name}: ESPRUINO_${name.toUpperCase()} is not set`),
    ...(docs === undefined ? ['the peers: ESPRUINO_DOCS is not set'] : []),
  ]
}

function readLetters(only: string | undefined): Letter[] {
  const all = Object.keys(measures).filter(isLetter)
  const wanted = only === undefined ? all : only.split(',')
  return wanted.map((word) => {
    if (isLetter(word)) return word
    throw new UserError('no-such-measure', `there is no measure ${word}`, `${usage} -- --help`)
  })
}

function isLetter(word: string): word is Letter {
  return Object.hasOwn(measures, word)
}

function readRounds(text: string): number {
  const rounds = Number(text)
  if (Number.isInteger(rounds) && rounds > 0) return rounds
  throw new UserError(
    'bad-rounds',
    `--rounds ${text} is no number of rounds`,
    'wanted: 1 or more; 5 and more say something',
  )
}

/** The one line that says how far it is; '' takes it away. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
}
