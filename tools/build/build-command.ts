import { applicationFlag, defaultApplication, readApplication } from './application.ts'
import { buildFirmware } from './firmware.ts'
import { reportAsJson, reportBuild } from './report.ts'
import { readFlags } from '../command-line/flags.ts'
import { inLanguage } from '../command-line/language.ts'
import { help, usage } from './build-help.ts'
import { costsOf, reportCosts, reportParts } from './sizes.ts'

const options = {
  app: applicationFlag,
  inline: { type: 'string' },
  'no-minify': { type: 'boolean', default: false },
  sizes: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** `npm run build`. Writes into `folder`. Throws UserError for what the user can mend. */
export async function buildCommand(
  args: readonly string[],
  print: (text: string) => void,
  folder = 'dist',
): Promise<void> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  if (flags.help) return print(inLanguage(help))
  const app = readApplication(flags.app)
  const built = await buildFirmware({ app, inline: flags.inline, minify: !flags['no-minify'], folder })
  if (flags.json) return print(`${reportAsJson(built)}\n`)
  print(`${reportBuild(built)}\n`)
  // A script with a configuration inside has no map.
  if (app.file !== defaultApplication.file && flags.inline === undefined) print(`${reportParts(built)}\n`)
  if (flags.sizes) print(`${reportCosts(await costsOf(app))}\n`)
}
