import { ensureBuilt } from '../../../tools/build/firmware.ts'
import { readFlags } from '../../../tools/command-line/flags.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import type { Habit } from '../../rig/device.ts'
import { Progress } from '../progress.ts'
import { readNumber, readSeed, stoppedExitCode } from '../run-flags.ts'
import { makeReport, toLines } from './soak-report.ts'
import { assertBusy, Soak } from './soak.ts'

const usage = 'npm run soak'
const help = `usage: ${usage} -- [flags]

Simulated hours of troubles at random - on the wire, at the server, in the air, in the board - for the built script in a
simulated board, with property sets coming all the while. After each hour all ends well and the five invariants are
asserted: no pin edge unasked; sockets, timers, listeners and handles as before; bytes and heap as before; CONNECTs and
PUBLISHes within their rates; ready again, and a set makes one edge.

  --hours H      how long, of simulated time, 0.1 or more (24)
  --seed N       repeats a run exactly (a new seed each time, printed)
  --habit NAME   how the board connects: esp32 (blocks and throws), esp8266 (by events) (esp32)
  --json         one JSON object instead of the lines
  --verbose      a stack with an error
  --help         this text

exit code: 0 passed; 1 wrong use, or an invariant broke; ${stoppedExitCode} stopped by Ctrl-C, with the counts so far
`

const options = {
  hours: { type: 'string', default: '24' },
  seed: { type: 'string' },
  habit: { type: 'string', default: 'esp32' },
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** `npm run soak`. Throws UserError soak-failed, bad-flag, unknown-flag, build-failed. */
export async function soakCommand(args: readonly string[], print: (text: string) => void): Promise<void> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  if (flags.help) return print(help)
  const hours = readNumber('--hours', flags.hours, { least: 0.1, most: 100_000, whole: false })
  const seed = readSeed(flags.seed)
  const habit = readHabit(flags.habit)
  const say = flags.json ? () => undefined : print
  say(`soak       --seed ${seed} --hours ${hours} --habit ${habit}\n`)
  const { file, bytes, sha256 } = await ensureBuilt()
  say(`bundle     ${file} ${bytes} B, SHA-256 ${sha256.slice(0, 12)}\n`)
  const soak = await Soak.start({ hours, seed, habit })
  const isThrough = await runThrough(soak)
  const report = makeReport(soak)
  print(flags.json ? `${JSON.stringify({ ...report, stopped: !isThrough })}\n` : toLines(report, !isThrough))
  if (!isThrough) process.exitCode = stoppedExitCode
}

/** Runs until the end or a signal; returns whether it was the end. */
async function runThrough(soak: Soak): Promise<boolean> {
  const progress = new Progress()
  const stopping = new AbortController()
  const stop = (): void => stopping.abort()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
  try {
    while (!soak.isOver && !stopping.signal.aborted) {
      progress.show(howFar(soak))
      await soak.stretch()
    }
    if (soak.isOver && soak.options.hours >= 1) assertBusy(soak)
  } catch (error) {
    throw failure(soak, error)
  } finally {
    progress.end()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop)
  }
  return soak.isOver
}

/** Whatever is thrown in a soak is a verdict: by an invariant, or by a wait that was in vain. */
function failure({ options: { seed, hours, habit }, storm, nowMs }: Soak, error: unknown): UserError {
  const place = `seed ${seed}, ${timeOf(nowMs)} of simulated time, trouble in progress: ${storm.underWay}`
  const message = error instanceof Error ? error.message : String(error)
  const hint = `again: ${usage} -- --seed ${seed} --hours ${hours} --habit ${habit}`
  return new UserError('soak-failed', `${place}\n${message}`, hint)
}

function howFar({ nowMs, options, storm }: Soak): string {
  return `${timeOf(nowMs)} of ${options.hours} h, ${storm.messages} messages, ${storm.reconnects} reconnects`
}

/** `07:03:20.114` */
function timeOf(ms: number): string {
  const seconds = (Math.floor(ms) % 60_000) / 1000
  const two = (number: number): string => String(Math.floor(number)).padStart(2, '0')
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${seconds.toFixed(3).padStart(6, '0')}`
}

function readHabit(text: string): Habit {
  if (text === 'esp32' || text === 'esp8266') return text
  throw new UserError('bad-flag', `--habit ${text} is unknown`, 'wanted: esp32 or esp8266')
}
