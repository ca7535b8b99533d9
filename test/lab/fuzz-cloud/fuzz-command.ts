import { readFlags } from '../../../tools/command-line/flags.ts'
import { startPlatform } from '../../../tools/cloud/start-platform.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { Progress } from '../progress.ts'
import { readNumber, readSeed } from '../run-flags.ts'
import { accessKey, plug } from '../../local-platform/official-client.ts'
import { CloudInputFailed, fuzzPlatform, inputsOfPlatform } from './fuzzer.ts'
import { fuzzHttp } from './http-fuzzer.ts'

const usage = 'npm run fuzz:cloud'
const help = `usage: ${usage} -- [flags]

Throws spoilt device packets at the local platform: random bytes, spoilt CONNECTs, good packets with strange topics and
Alink JSON, and those spoilt in their bytes. After each nothing may have been thrown, what the platform sent is MQTT and
JSON, every event can be logged, and another device is online and served. Then as many HTTP requests that nobody should
send: to the console, its calls and, well signed, the OpenAPI. Each has an answer, and none is a 5xx.

  --inputs N     how many packets, and how many requests (100000)
  --seed N       repeats the same inputs (a new seed each time, printed)
  --only INDEX   this packet alone, then after all those before it on its platform
  --verbose      a stack with an error
  --help         this text

exit code: 0 all inputs passed; 1 wrong use, or an input failed
`

const options = {
  inputs: { type: 'string', default: '100000' },
  seed: { type: 'string' },
  only: { type: 'string' },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** `npm run fuzz:cloud`. Throws UserError input-failed, bad-flag, unknown-flag. */
export async function fuzzCloudCommand(args: readonly string[], print: (text: string) => void): Promise<void> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  if (flags.help) return print(help)
  const inputs = readNumber('--inputs', flags.inputs, { least: 1, most: 1e9, whole: true })
  const seed = readSeed(flags.seed)
  print(`fuzz       --seed ${seed}\n`)
  if (flags.only !== undefined) {
    const only = readNumber('--only', flags.only, { least: 0, most: 1e9, whole: true })
    const tookS = await time(seed, () => runOnly(seed, only))
    return print(`passed     the one in ${tookS} s\n`)
  }
  const tookS = await time(seed, () => runAll(seed, inputs))
  print(`passed     ${inputs} device inputs in ${tookS} s\n`)
  const [startedAt, counts] = [performance.now(), await runHttp(seed, inputs)]
  print(`passed     ${inputs} HTTP requests in ${since(startedAt)} s: ${counts}\n`)
}

const since = (startedAt: number): string => ((performance.now() - startedAt) / 1000).toFixed(0)

async function time(seed: string, work: () => Promise<void>): Promise<string> {
  const startedAt = performance.now()
  try {
    await work()
  } catch (error) {
    if (!(error instanceof CloudInputFailed)) throw error
    throw new UserError('input-failed', error.message, `again: ${usage} -- --seed ${seed} --only ${error.index}`)
  }
  return since(startedAt)
}

/** Returns how often each status came. */
async function runHttp(seed: string, count: number): Promise<string> {
  const running = await startPlatform({ devices: [plug], port: 0, controlPort: 0, accessKey })
  const { statuses, bad } = await fuzzHttp(running.controlPort, count, seed)
  await running.close()
  if (bad.length > 0)
    throw new UserError('input-failed', bad.slice(0, 5).join('\n'), `again: ${usage} -- --seed ${seed}`)
  const sorted = [...statuses].sort(([one], [other]) => one - other)
  return sorted.map(([status, times]) => `${times} x ${status}`).join(', ')
}

async function runAll(seed: string, inputs: number): Promise<void> {
  const progress = new Progress()
  try {
    for (let from = 0; from < inputs; from += inputsOfPlatform) {
      progress.show(`${from} of ${inputs}`)
      await fuzzPlatform(seed, from, Math.min(from + inputsOfPlatform, inputs))
    }
  } finally {
    progress.end()
  }
}

async function runOnly(seed: string, index: number): Promise<void> {
  await fuzzPlatform(seed, index, index + 1)
  await fuzzPlatform(seed, index - (index % inputsOfPlatform), index + 1)
}
