import { kindOf, moduleApplication, readApplication, refuseModuleOn } from '../build/application.ts'
import { dirname, join } from 'node:path'
import { boards, runtimeOf } from '../board-kinds/boards.ts'
import { readBoard } from '../board-kinds/read-board.ts'
import { secretNotice } from '../build/firmware.ts'
import { readFlags } from '../command-line/flags.ts'
import { namedBoard } from '../config/file/named-board.ts'
import { flashFleet } from '../fleet/flash-fleet.ts'
import { listPorts, type FoundPort } from '../serial/find-port.ts'
import { openPort } from '../serial/open-port.ts'
import type { OpenConsole, Port } from '../serial/port.ts'
import { UserError } from '../command-line/user-error.ts'
import { bootFileNames, insteadOfScript } from '../install/boot-files.ts'
import type { Surroundings } from '../command-line/surroundings.ts'
import { choosePort, portText } from '../serial/choose-port.ts'
import { configForBoard, refuseBadConfig } from '../install/config-for-board.ts'
import { flashBoard, type FlashJob } from '../install/flash-board.ts'
import { help, options, usage } from './flash-help.ts'
import { flashOnKaluma } from './flash-on-kaluma.ts'
import { scriptFor } from '../build/script-for.ts'
import { inLanguage, speak } from '../command-line/language.ts'
import { createShow, type Show } from '../command-line/show.ts'
import { readStackMapper, type StackMapper } from '../logs/stack-map.ts'

type Flags = ReturnType<typeof parse>

const parse = (args: readonly string[]) => readFlags({ args: [...args], options }, usage).values

/**
 * `npm run flash`. Throws UserError for all that the user can mend. `takeOver` gets the console of the board that was flashed,
 * still open, and must set its listener at once, so that nothing that the board prints is lost.
 */
export async function flashCommand(
  args: readonly string[],
  around: Surroundings,
  takeOver?: (console: OpenConsole) => void,
): Promise<void> {
  const flags = parse(args)
  if (flags.help) return around.print(inLanguage(help))
  if (flags.list) return around.print(listText(await listPorts(), flags.json))
  if (flags.release !== undefined && flags.fleet === undefined)
    throw new UserError('bad-flag', speak`--release ${flags.release} without --fleet`, speak`wanted: --fleet FILE, too`)
  const show = withPlaces(
    createShow({ json: flags.json, quiet: flags.quiet, print: around.print, draw: around.draw }),
    flags,
    around,
  )
  if (runtimeOf(readBoard(flags.board) ?? namedBoard(flags.config)) === 'kaluma') {
    if (flags.module) refuseModuleOn(boards['pico-w'].title)
    const readyMs = readSeconds(flags.wait) * 1000
    return flashOnKaluma({ ...flags, readyMs }, around, show, takeOver)
  }
  const job = await makeJob(flags, around)
  if (flags.fleet !== undefined)
    return flashFleet(flags.fleet, { flags, job, app: kindOf(flags.app, flags.module), show, around })
  refuseBadConfig(
    { file: flags.config, app: kindOf(flags.app, flags.module), environment: around.environment },
    job.board,
  )
  const port = await openPort(await choosePort(flags.port, show, around.asks))
  let open: Port | undefined = port
  try {
    show.step('port', port.name, { port: port.name })
    const flashed = await flashBoard(port, job, show)
    open = flashed.port
    if (takeOver === undefined) return refuseThrown(flashed.thrown)
    if (flashed.thrown !== undefined)
      around.warn(`${speak`warning`}  ${speak`the application threw at its start: ${flashed.thrown}`}\n`)
    takeOver(flashed)
    open = undefined
  } finally {
    await open?.close()
  }
}

/** Throws UserError app-threw for what the application threw. */
function refuseThrown(thrown: string | undefined): void {
  if (thrown === undefined) return
  const hint = speak`the link is up without it; mend the place above, and flash again`
  throw new UserError('app-threw', speak`the application threw at its start: ${thrown}`, hint)
}

/** Shows lines of a stack as places in the sources, by the map of the script that this command built; for people. */
function withPlaces(show: Show, flags: Flags, { warn }: Surroundings): Show {
  if (flags.json || flags.script !== undefined) return show
  let map: StackMapper | undefined
  return {
    ...show,
    line(text) {
      if (!/^\s*at /.test(text)) return show.line(text)
      // Only now, when the script is built.
      map ??= readStackMapper(mapFileOf(flags), warn)
      show.line(map(text) ?? text)
    },
  }
}

function mapFileOf({ app, config, module }: Flags): string {
  const { output } = module ? moduleApplication : readApplication(app, config)
  return `dist/${output}.js.map`
}

async function makeJob(flags: Flags, around: Surroundings): Promise<FlashJob> {
  const board = readBoard(flags.board)
  const readyMs = readSeconds(flags.wait) * 1000
  const script = await scriptFor(flags)
  if (flags.fleet !== undefined && script.toString('latin1').startsWith(secretNotice)) {
    const hint = speak`each board needs an identity of its own: --fleet without --script`
    throw new UserError(
      'bad-flag',
      speak`--fleet with --script ${flags.script ?? ''}: that script has one identity inside`,
      hint,
    )
  }
  const { environment, warn, asks } = around
  refuseKeep(flags)
  return {
    ...{ script, isModule: flags.module, board, readyMs },
    configFor: (identity) =>
      configForBoard({ file: flags.config, app: kindOf(flags.app, flags.module), environment, warn }, identity),
    bootFiles: {
      keep: flags.keep,
      copies: join(dirname(flags.config), 'board-files'),
      mayRemove: async (question) => flags.yes || (await asks?.confirm(question)) === true,
    },
    async mayReplace(why) {
      if (flags.replace || flags.yes) return true
      return (await asks?.confirm(speak`${why}. Erase the old script first? A cut then leaves none`)) === true
    },
  }
}

/** Refuses --keep for an unknown name, and in a fleet for a file that starts in the place of the script. */
function refuseKeep({ keep, fleet }: Flags): void {
  const unknown = keep.find((name) => !bootFileNames.includes(name))
  if (unknown !== undefined)
    throw new UserError(
      'bad-flag',
      speak`--keep ${unknown} is no file that starts something`,
      speak`known: ${bootFileNames.join(', ')}`,
    )
  if (fleet === undefined || !keep.includes(insteadOfScript)) return
  const why = speak`--fleet with --keep ${insteadOfScript}: the boards would never start what is flashed`
  throw new UserError('bad-flag', why, speak`leave it out: a copy of each is kept`)
}

function readSeconds(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text)
  throw new UserError('bad-flag', speak`--wait ${text} is not a number of seconds`, speak`wanted: 0 to 9999`)
}

/** The ports there are, for people a line each, for programs one JSON list. */
export function listText(ports: readonly FoundPort[], json: boolean): string {
  if (json) return `${JSON.stringify(ports)}\n`
  if (ports.length === 0) return `${speak`no serial port with a USB device`}\n`
  return ports.map((port) => `${portText(port)}\n`).join('')
}
