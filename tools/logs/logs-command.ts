import { readFlags } from '../command-line/flags.ts'
import type { FollowingSurroundings } from '../command-line/surroundings.ts'
import { choosePort } from '../serial/choose-port.ts'
import { createShow } from '../command-line/show.ts'
import type { OpenConsole } from '../serial/port.ts'
import { UserError } from '../command-line/user-error.ts'
import { followBoard } from './follow.ts'
import { levels, type Level } from '../serial/log-line.ts'
import { showLine } from './show-line.ts'
import { readStackMapper } from './stack-map.ts'

const usage = 'npm run logs'
const help = `usage: ${usage} [-- flags]

Follows the board's log until Ctrl-C; goes on when the cable comes back. Lines of a stack are shown as places in the
sources, by the source map that npm run build wrote.

  --port NAME    the board's console: /dev/ttyUSB0, COM3, tcp://HOST:PORT; without it the only one there is
  --level L      show E (errors), W (and warnings), I (and states; the default) or D
  --reboot       reboot the board first, to see its log from the start
  --map FILE     the source map (dist/firmware.js.map)
  --json         one JSON object a line: {t, level, area, message}, {line, at} or {cable}
  --no-color     no colours; so does NO_COLOR=1, and a pipe
  --verbose      a stack with an error
  --version      which version this is
  --help         this text
`

const options = {
  port: { type: 'string' },
  level: { type: 'string', default: 'I' },
  reboot: { type: 'boolean', default: false },
  map: { type: 'string', default: 'dist/firmware.js.map' },
  json: { type: 'boolean', default: false },
  'no-color': { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

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
  if (flags.help) return around.print(help)
  const level = readLevel(flags.level)
  const show = createShow({ json: flags.json, quiet: false, print: around.print })
  const port = await choosePort(flags.port, show, around.asks)
  const lineOptions = {
    ...{ json: flags.json, level, map: readStackMapper(flags.map, around.warn) },
    color: around.color && !flags['no-color'],
  }
  await followBoard(
    port,
    { signal: around.signal, reboot: flags.reboot, open },
    {
      onLine(raw) {
        const line = showLine(raw, lineOptions)
        if (line !== undefined) around.print(`${line}\n`)
      },
      onCable(state, why) {
        const text = state === 'lost' ? `-- ${port} is gone (${why}); waiting for it` : `-- ${port} is back`
        around.print(flags.json ? `${JSON.stringify({ cable: state, why })}\n` : `${text}\n`)
      },
    },
  )
}

function readLevel(text: string): Level {
  const level = levels.find((each) => each === text.toUpperCase())
  if (level !== undefined) return level
  throw new UserError('bad-flag', `--level ${text} is unknown`, `wanted: ${levels.join(', ')}`)
}
