import { availableParallelism } from 'node:os'
import { ensureBuilt } from '../../../tools/build/firmware.ts'
import { readFlags } from '../../../tools/command-line/flags.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { Progress } from '../progress.ts'
import { readNumber, readSeed, stoppedExitCode } from '../run-flags.ts'
import { boardRuns, firstOfBoard, habitOf, InputFailed, runBoard, type BoardRun, type Counts } from './board-run.ts'
import { targetOf } from './target.ts'
import { WorkerPool } from './worker-pool.ts'

const usage = 'npm run fuzz'
const help = `usage: ${usage} -- [flags]

Throws spoilt downlink - random bytes, good traffic spoilt in its bytes, good packets with spoilt Alink JSON, packets over
the budget - at the built script in simulated boards. After each input the link must be ready (a property set is answered)
or closed (and it comes again); nothing may throw, no more than the budget is held, no pin moves unasked. With --features
at an application that uses every feature of the platform: messages on the topics of each, spoilt or not, and replies to its requests.

  --features     at every feature of the platform, in place of the switch
  --inputs N     how many inputs (100000)
  --seed N       repeats the same inputs (a new seed each time, printed)
  --jobs J       how many processes (${availableParallelism()}, the cores of this computer)
  --only INDEX   this input alone on a new board, then after all those before it on its board
  --verbose      a stack with an error
  --help         this text

exit code: 0 all inputs passed; 1 wrong use, or an input failed; ${stoppedExitCode} stopped by Ctrl-C, with the counts so far
`

const options = {
  features: { type: 'boolean', default: false },
  inputs: { type: 'string', default: '100000' },
  seed: { type: 'string' },
  jobs: { type: 'string', default: String(availableParallelism()) },
  only: { type: 'string' },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

type Print = (text: string) => void

/** `npm run fuzz`. Throws UserError input-failed, bad-flag, unknown-flag, build-failed. */
export async function fuzzCommand(args: readonly string[], print: Print): Promise<void> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  if (flags.help) return print(help)
  const inputs = readNumber('--inputs', flags.inputs, { least: 1, most: 1e9, whole: true })
  const jobs = readNumber('--jobs', flags.jobs, { least: 1, most: 256, whole: true })
  const seed = readSeed(flags.seed)
  print(`fuzz       --seed ${seed}\n`)
  const built = await ensureBuilt()
  print(`bundle     ${built.file} ${built.bytes} B, SHA-256 ${built.sha256.slice(0, 12)}\n`)
  const target = flags.features ? 'features' : 'switch'
  // Once, not in each process.
  await targetOf(target)
  try {
    if (flags.only === undefined) await runAll(boardRuns(seed, inputs, target), jobs, print)
    else await runOnly({ seed, target }, readNumber('--only', flags.only, { least: 0, most: 1e9, whole: true }), print)
  } catch (error) {
    if (!(error instanceof InputFailed)) throw error
    const hint = `again: ${usage} -- ${flags.features ? '--features ' : ''}--seed ${seed} --only ${error.index}`
    throw new UserError('input-failed', error.message, hint)
  }
}

async function runAll(runs: readonly BoardRun[], jobs: number, print: Print): Promise<void> {
  const inputs = runs.at(-1)?.to ?? 0
  const pool = new WorkerPool(jobs)
  const progress = new Progress()
  const startedAt = performance.now()
  let isStopped = false
  const stop = (): void => {
    isStopped = true
    pool.stop()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
  try {
    await pool.run(runs, () => progress.show(howFar(pool.counts.inputs, inputs, startedAt)))
  } finally {
    progress.end()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop)
  }
  print(show(pool.counts, (performance.now() - startedAt) / 1000))
  if (!isStopped) return
  print(`stopped    after ${pool.counts.inputs} of ${inputs} inputs\n`)
  process.exitCode = stoppedExitCode
}

async function runOnly(run: Pick<BoardRun, 'seed' | 'target'>, index: number, print: Print): Promise<void> {
  const alone = await runBoard({ ...run, from: index, to: index + 1 })
  print(`alone      input ${index} on a new ${habitOf(index)}: ${Object.keys(alone.ends).join()}\n`)
  const from = firstOfBoard(index)
  const inOrder = await runBoard({ ...run, from, to: index + 1 })
  print(`in order   inputs ${from} to ${index} on one board: all ${inOrder.inputs} passed\n`)
}

function howFar(done: number, all: number, startedAt: number): string {
  const perS = done / ((performance.now() - startedAt) / 1000)
  return `${done} of ${all} inputs, ${perS.toFixed(0)} a second, ${((all - done) / perS / 60).toFixed(1)} min left`
}

function show({ inputs, ends, edges, peakBytes }: Counts, seconds: number): string {
  const byCount = Object.entries(ends).sort(([, a], [, b]) => b - a)
  return [
    `inputs     ${inputs} in ${seconds.toFixed(1)} s`,
    ...byCount.map(([end, count]) => `  ${end.padEnd(20)} ${String(count).padStart(9)}`),
    `edges      ${edges}, each asked for by a valid set`,
    `held       ${peakBytes} bytes at most`,
    'thrown     nothing',
    '',
  ].join('\n')
}
