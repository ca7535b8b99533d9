import { readFlags } from '../../../tools/command-line/flags.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { readApplication } from '../../../tools/build/application.ts'
import { ensureBuilt } from '../../../tools/build/firmware.ts'
import { givenEngines, variables, type EngineName, type GivenEngine } from '../engine/engines.ts'
import { worlds, type World } from '../engine/example-worlds.ts'
import { jsVarsOf } from './measure.ts'
import {
  exampleFiles,
  exampleNames,
  hashOf,
  reportFile,
  writeReport,
  type ExampleName,
  type ExampleReport,
  type Report,
} from './report.ts'
import { recordStart } from './transcript.ts'

const usage = 'npm run examples'
const help = `usage: ${usage}

Runs each application of apps/ by npm start, in both languages, and notes the first lines that it prints; starts each from flash in Espruino's
own interpreter, and counts the JsVars that it holds once ready. Writes ${reportFile}; npm run figures writes it into docs/examples.md.

  ESPRUINO, ESPRUINO_ESP32, ESPRUINO_ESP8266
             paths of Espruino's Linux build, and of those with that board's heap; all three must be set
  --verbose  a stack with an error
  --help     this text

exit code: 0 all is noted; 1 wrong use, no interpreter, or an application did not get ready
`

const options = { verbose: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } as const

/** `npm run examples`. Throws UserError no-engine, unknown-flag, build-failed. */
export async function examplesCommand(args: readonly string[], print: (text: string) => void): Promise<void> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  if (flags.help) return print(help)
  const given = await givenEngines()
  const heaps = { esp32: pick(given, 'esp32'), esp8266: pick(given, 'esp8266') }
  const reports: [ExampleName, ExampleReport][] = []
  for (const name of exampleNames) {
    const report = await measure(name, heaps)
    reports.push([name, report])
    print(`done    ${name}: ${report.bytes} B, JsVars ${JSON.stringify(report.jsVars ?? {})}\n`)
  }
  writeReport(Object.fromEntries(reports) as unknown as Report)
  print(`written ${reportFile}\n`)
}

type Heaps = Readonly<Record<'esp32' | 'esp8266', GivenEngine>>

async function measure(name: ExampleName, heaps: Heaps): Promise<ExampleReport> {
  const file = exampleFiles[name]
  const { script } = await ensureBuilt('dist', readApplication(file))
  const transcript = { en: await recordStart(file, 'en'), zh: await recordStart(file, 'zh') }
  const world: World | undefined = name === 'switch' ? undefined : worlds[name]
  const jsVars = world && {
    esp32: await jsVarsOf(script, world, heaps.esp32),
    esp8266: await jsVarsOf(script, world, heaps.esp8266),
  }
  return { sources: hashOf(name), bytes: script.length, ...(jsVars && { jsVars }), transcript }
}

function pick(engines: readonly GivenEngine[], wanted: EngineName): GivenEngine {
  const found = engines.find(({ name }) => name === wanted)
  if (found !== undefined) return found
  throw new UserError('no-engine', `${variables[wanted]} is not set`, `${usage} -- --help says what it holds`)
}
