import {
  applicationFlag,
  defaultApplication,
  moduleApplication,
  moduleFlag,
  readApplication,
  refuseBeside,
  refuseModuleOn,
} from './application.ts'
import { buildFirmware } from './firmware.ts'
import { reportAsJson, reportBuild } from './report.ts'
import { readFlags } from '../command-line/flags.ts'
import { boards, isBoardName } from '../board-kinds/boards.ts'
import { inLanguage, speak } from '../command-line/language.ts'
import { UserError } from '../command-line/user-error.ts'
import { help, usage } from './build-help.ts'
import { costsOf, reportCosts, reportParts } from './sizes.ts'

const options = {
  app: applicationFlag,
  module: moduleFlag,
  board: { type: 'string' },
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
  if (flags.module) refuseBeside({ app: flags.app, sizes: flags.sizes })
  const app = flags.module ? moduleApplication : readApplication(flags.app, flags.inline ?? 'device.json')
  const board = readBoard(flags.board)
  if (flags.module && board !== undefined) refuseModuleOn(boards[board].title)
  if (board !== undefined && flags.sizes)
    throw new UserError('bad-flag', speak`--sizes and --board ${board} exclude each other`, speak`wanted: one of them`)
  const built = await buildFirmware({ app, inline: flags.inline, minify: !flags['no-minify'], folder, board })
  if (flags.json) return print(`${reportAsJson(built)}\n`)
  print(`${reportBuild(built)}\n`)
  // A script with a configuration inside has no map.
  if (app !== defaultApplication && app !== moduleApplication && flags.inline === undefined && board === undefined)
    print(`${reportParts(built)}\n`)
  if (flags.sizes) print(`${reportCosts(await costsOf(app))}\n`)
}

/** The boards that run Espruino all run the same script: undefined. */
function readBoard(name: string | undefined): 'pico-w' | undefined {
  if (name === undefined || name === 'pico-w') return name
  throw new UserError(
    'bad-flag',
    isBoardName(name)
      ? speak`--board ${name}: its script is the one that every board with Espruino runs`
      : speak`--board ${name} is unknown`,
    speak`wanted: pico-w, or no --board`,
  )
}
