import { readFlags } from '../../../tools/command-line/flags.ts'
import { readNumber } from '../run-flags.ts'
import { powerUp, tickADay } from './boards.ts'

const usage = 'npm run bench:boards'
const help = `usage: ${usage} -- [flags]

Powers up many simulated boards at once, each running the built script in a context of its own, and the local platform, all
in one process; tells when the last of them was ready. Then lets a day of a timer a second pass on one board.

  --boards N  how many (500)
  --verbose   a stack with an error
  --help      this text
`

const options = {
  boards: { type: 'string', default: '500' },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** `npm run bench:boards`. Throws UserError bad-flag, unknown-flag, build-failed. */
export async function boardsCommand(args: readonly string[], print: (text: string) => void): Promise<void> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  if (flags.help) return print(help)
  const count = readNumber('--boards', flags.boards, { least: 1, most: 10_000, whole: true })
  const { ms, cpuMs, residentMb } = await powerUp(count, (ready) => progress(`${ready} of ${count} ready`))
  progress('')
  print(
    `boards  ${count} simulated boards, each running the bundle in its own context, and the platform: one process\n`,
  )
  print(`ready   all after ${toS(ms)} (${toS(cpuMs)} of processor time); ${residentMb.toFixed(0)} MB\n`)
  print(`ticks   a day of a timer a second on one board: ${toS(tickADay())} of processor time\n`)
}

const toS = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** The one line that says how far it is; '' takes it away. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
}
