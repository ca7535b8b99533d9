import { readApplication } from '../build/application.ts'
import type { Runtime } from '../board-kinds/board-kind.ts'
import { runtimeOf } from '../board-kinds/boards.ts'
import { readBoard } from '../board-kinds/read-board.ts'
import { namedBoard } from '../config/file/named-board.ts'
import { resetLine } from '../kaluma/restart.ts'
import { raspberryPi } from '../serial/find-port.ts'
import { clearLine } from '../serial/guard.ts'
import { readFlags } from '../command-line/flags.ts'
import type { FollowingSurroundings } from '../command-line/surroundings.ts'
import { choosePort } from '../serial/choose-port.ts'
import { createShow } from '../command-line/show.ts'
import type { OpenConsole } from '../serial/port.ts'
import { UserError } from '../command-line/user-error.ts'
import { followBoard } from './follow.ts'
import { levels, type Level } from '../serial/log-line.ts'
import { showLine } from './show-line.ts'
import { inLanguage, speak } from '../command-line/language.ts'
import { readStackMapper } from './stack-map.ts'
import { help, usage } from './logs-help.ts'

const options = {
  port: { type: 'string' },
  board: { type: 'string' },
  level: { type: 'string', default: 'I' },
  reboot: { type: 'boolean', default: false },
  app: { type: 'string' },
  map: { type: 'string' },
  json: { type: 'boolean', default: false },
  'no-color': { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** What reboots a board, typed at its prompt. */
const rebootLines: Readonly<Record<Runtime, string>> = {
  espruino: `${clearLine}\x10E.reboot()\n`,
  kaluma: `\r${resetLine}\r`,
}

/**
 * `npm run logs`. Throws UserError for wrong flags and for a port that cannot be opened at first. `open` is the board's console
 * where it is open already.
 */
export async function logsCommand(
  args: readonly string[],
  around: FollowingSurroundings,
  open?: OpenConsole,
): Promise<void> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  if (flags.help) return around.print(inLanguage(help))
  const level = readLevel(flags.level)
  const show = createShow({ json: flags.json, quiet: false, print: around.print })
  const runtime = runtimeOf(readBoard(flags.board) ?? namedBoard('device.json'))
  const maker = runtime === 'kaluma' ? raspberryPi : undefined
  const port = await choosePort(flags.port, show, around.asks, maker)
  const lineOptions = {
    ...{
      json: flags.json,
      level,
      map: readStackMapper(flags.map ?? `dist/${readApplication(flags.app, 'device.json').output}.js.map`, around.warn),
    },
    color: around.color && !flags['no-color'],
  }
  await followBoard(
    port,
    { signal: around.signal, reboot: flags.reboot ? rebootLines[runtime] : undefined, open },
    {
      onLine(raw) {
        const line = showLine(raw, lineOptions)
        if (line !== undefined) around.print(`${line}\n`)
      },
      onCable(state, why) {
        const text = state === 'lost' ? speak`-- ${port} is gone (${why}); waiting for it` : speak`-- ${port} is back`
        around.print(flags.json ? `${JSON.stringify({ cable: state, why })}\n` : `${text}\n`)
      },
    },
  )
}

function readLevel(text: string): Level {
  const level = levels.find((each) => each === text.toUpperCase())
  if (level !== undefined) return level
  throw new UserError('bad-flag', speak`--level ${text} is unknown`, speak`wanted: ${levels.join(', ')}`)
}
