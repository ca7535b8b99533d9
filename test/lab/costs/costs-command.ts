import { readFlags } from '../../../tools/command-line/flags.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { givenEngines, variables, type EngineName, type GivenEngine } from '../engine/engines.ts'
import { toCallsTable, toGrowthTable, toPropertiesTable } from '../figures/costs-table.ts'
import { toFeaturesTable, toHooksTable } from '../figures/features-table.ts'
import { givenRuntimes, type LinuxBuild } from '../kaluma/given.ts'
import { Progress } from '../progress.ts'
import { readNumber } from '../run-flags.ts'
import { measure } from './measure.ts'
import { measureFeatures } from './measure-features.ts'
import { measureProperties } from './properties.ts'
import { readReport, reportFile, showsOf, showsOfFeatures, toShowLines, writeReport, type Report } from './report.ts'

const usage = 'npm run costs'
const help = `usage: ${usage} -- [flags]

Measures what each call of firmware/device.ts costs, alone and all together, how an application grows with 1, 8 and 32
properties, a thermometer, properties on pins, and each feature of the platform, alone and all together: bytes of the script, JsVars
once ready in Espruino's own interpreter, started from flash, and the processor time of one property set. Writes ${reportFile};
npm run figures writes its tables into docs/costs.md and docs/platform-features.md.

  ESPRUINO          path of Espruino's Linux build, which the sets are timed on
  ESPRUINO_ESP32, ESPRUINO_ESP8266
                    paths of Linux-hosted builds with that board's heap; all three must be set
  KALUMA            path of Kaluma's Linux build, for the features on a Pico W

  --properties
              measure only what properties on pins cost, and keep the rest of the report as it is
  --features  measure only what features of the platform cost, and keep the rest of the report as it is
  --rounds N  time the sets in so many rounds (5)
  --json      the report instead of the tables
  --verbose   a stack with an error
  --help      this text

exit code: 0 all that must hold does; 1 wrong use, or something does not hold
`

const options = {
  properties: { type: 'boolean', default: false },
  features: { type: 'boolean', default: false },
  rounds: { type: 'string', default: '5' },
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** `npm run costs`. Throws UserError no-engine, no-kaluma, bad-flag, unknown-flag, build-failed. */
export async function costsCommand(args: readonly string[], print: (text: string) => void): Promise<void> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  if (flags.help) return print(help)
  const rounds = readNumber('--rounds', flags.rounds, { least: 1, most: 1000, whole: true })
  const engines = await givenEngines()
  // Before anything is measured: what is missing would otherwise be said minutes later.
  const kaluma = flags.properties ? undefined : await givenKaluma()
  const setup = {
    linux: pick(engines, 'linux'),
    heaps: { esp32: pick(engines, 'esp32'), esp8266: pick(engines, 'esp8266') },
    rounds,
  }
  const say = flags.json ? () => undefined : print
  say(
    `engine  ${[setup.linux, ...Object.values(setup.heaps)].map(({ name, version }) => `${name} ${version}`).join(', ')}\n`,
  )
  const progress = new Progress()
  const told = {
    progress: (text: string) => progress.show(text),
    say(text: string) {
      progress.end()
      say(`done    ${text}\n`)
    },
  }
  const parts = { ...setup, ...told }
  const measureAll = async (): Promise<Report> => {
    if (kaluma === undefined)
      return { ...readReport(), properties: await measureProperties(setup.heaps, told.progress) }
    const rest = flags.features ? readReport() : await measure(parts)
    return { ...rest, features: await measureFeatures({ ...parts, kaluma }) }
  }
  const report = await measureAll().finally(() => progress.end())
  writeReport(report)
  if (flags.json) print(`${JSON.stringify(report)}\n`)
  else {
    if (!flags.features && !flags.properties)
      print(`${toCallsTable(report, 'en')}\n\n${toGrowthTable(report, 'en')}\n\n`)
    if (!flags.features) print(`${toPropertiesTable(report, 'en')}\n`)
    if (report.features && !flags.properties)
      print(`${toFeaturesTable(report.features, 'en')}\n\n${toHooksTable(report.features, 'en')}\n\n`)
  }
  if (flags.properties) return
  const shows = [
    ...(flags.features ? [] : showsOf(report)),
    ...(report.features ? showsOfFeatures(report.features) : []),
  ]
  say(toShowLines(shows))
  process.exitCode = shows.every(({ holds }) => holds) ? 0 : 1
}

async function givenKaluma(): Promise<LinuxBuild> {
  const { b } = await givenRuntimes()
  if (b !== undefined) return b
  throw new UserError('no-kaluma', 'KALUMA is not set', `${usage} -- --help says what it holds`)
}

function pick(engines: readonly GivenEngine[], wanted: EngineName): GivenEngine {
  const found = engines.find(({ name }) => name === wanted)
  if (found !== undefined) return found
  throw new UserError('no-engine', `${variables[wanted]} is not set`, `${usage} -- --help says what it holds`)
}
