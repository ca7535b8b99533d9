import { once } from 'node:events'
import { readApplication, kindOf } from '../build/application.ts'
import { foldersOf } from '../build/firmware.ts'
import { readFlags } from '../command-line/flags.ts'
import { runtimeOf } from '../board-kinds/boards.ts'
import { readBoard } from '../board-kinds/read-board.ts'
import { namedBoard } from '../config/file/named-board.ts'
import { raspberryPi } from '../serial/find-port.ts'
import { choosePort } from '../serial/choose-port.ts'
import { refuseBadConfig } from '../install/config-for-board.ts'
import { flashCommand } from '../flash/flash-command.ts'
import { createShow } from '../command-line/show.ts'
import type { FollowingSurroundings } from '../command-line/surroundings.ts'
import { logsCommand } from '../logs/logs-command.ts'
import type { OpenConsole } from '../serial/port.ts'
import { UserError } from '../command-line/user-error.ts'
import { inLanguage, speak } from '../command-line/language.ts'
import { watchSources } from './watch-sources.ts'
import { help, usage } from './run-help.ts'

const text = { type: 'string' } as const
const yes = { type: 'boolean', default: false } as const
const options = {
  port: text,
  board: text,
  app: text,
  config: { type: 'string', default: 'device.json' },
  wait: text,
  level: text,
  replace: yes,
  keep: { type: 'string', multiple: true, default: [] as string[] },
  yes,
  watch: yes,
  json: yes,
  'no-color': yes,
  verbose: yes,
  help: yes,
} as const

type Flags = ReturnType<typeof parse>

const parse = (args: readonly string[]) => readFlags({ args: [...args], options }, usage).values

/** `npm run run`. Throws UserError of building, flashing and the port; with --watch they are shown and it goes on. */
export async function runCommand(args: readonly string[], around: FollowingSurroundings): Promise<void> {
  const flags = parse(args)
  if (flags.help) return around.print(inLanguage(help))
  const app = readApplication(flags.app, flags.config)
  const show = createShow({ json: flags.json, quiet: false, print: around.print })
  const runtime = runtimeOf(readBoard(flags.board) ?? namedBoard(flags.config))
  const maker = runtime === 'kaluma' ? raspberryPi : undefined
  if (!flags.watch) refuseBadConfig({ file: flags.config, app: kindOf(flags.app), environment: around.environment })
  const port = await choosePort(flags.port, show, around.asks, maker)
  do {
    const change = new AbortController()
    const onChange = (changed: readonly string[]): void => {
      show.step('note', speak`${nameFew(changed)} changed`, { changed })
      change.abort()
    }
    const stopWatching = flags.watch ? watchSources(flags.config, onChange, foldersOf(app)) : () => undefined
    try {
      await runOnce(flags, port, { ...around, signal: AbortSignal.any([around.signal, change.signal]) })
    } finally {
      stopWatching()
    }
  } while (flags.watch && !around.signal.aborted)
}

async function runOnce(flags: Flags, port: string, around: FollowingSurroundings): Promise<void> {
  const same = (names: readonly (keyof Flags)[]): string[] => names.flatMap((name) => argument(name, flags[name]))
  // Kept open: what the board prints between closing and opening would be lost.
  let open: OpenConsole | undefined
  try {
    const flashArgs = ['--port', port, ...same(['board', 'app', 'config', 'wait', 'replace', 'keep', 'yes', 'json'])]
    await flashCommand(flashArgs, around, (console) => (open = console))
  } catch (error) {
    if (!flags.watch || !(error instanceof UserError)) throw error
    around.warn(`${error.slug} - ${error.message}\n${error.hint === '' ? '' : `  ${error.hint}\n`}`)
    // After a failure it waits for the next change.
    if (!around.signal.aborted) await once(around.signal, 'abort')
    return
  }
  try {
    await logsCommand(['--port', port, ...same(['board', 'app', 'level', 'json', 'no-color'])], around, open)
  } finally {
    await open?.port.close()
  }
}

const fewFiles = 3

function nameFew(files: readonly string[]): string {
  const more = files.length - fewFiles
  const few = files.slice(0, fewFiles).join(', ')
  return more > 0 ? speak`${few} and ${more} more` : few
}

function argument(name: string, value: string | readonly string[] | boolean | undefined): string[] {
  if (typeof value === 'object') return value.flatMap((each) => [`--${name}`, each])
  if (typeof value === 'string') return [`--${name}`, value]
  return value === true ? [`--${name}`] : []
}
