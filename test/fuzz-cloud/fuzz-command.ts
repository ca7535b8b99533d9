import { readFlags } from '../../tools/cloud/flags.ts'
import { UserError } from '../../tools/user-error.ts'
import { Progress } from '../support/progress.ts'
import { readNumber, readSeed } from '../support/run-flags.ts'
import { CloudInputFailed, fuzzPlatform, inputsOfPlatform } from './fuzzer.ts'

const usage = 'npm run fuzz:cloud'
const help = `usage: ${usage} -- [flags]

Throws spoilt device packets at the local platform: random bytes, spoilt CONNECTs, good packets with strange topics and
Alink JSON, and those spoilt in their bytes. After each nothing may have been thrown, what the platform sent is MQTT and
JSON, every event can be logged, and another device is online and served.

  --inputs N     how many inputs (100000)
  --seed N       repeats the same inputs (a new seed each time, printed)
  --only INDEX   this input alone, then after all those before it on its platform
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
  const startedAt = performance.now()
  try {
    if (flags.only === undefined) await runAll(seed, inputs)
    else await runOnly(seed, readNumber('--only', flags.only, { least: 0, most: 1e9, whole: true }))
  } catch (error) {
    if (!(error instanceof CloudInputFailed)) throw error
    throw new UserError('input-failed', error.message, `again: ${usage} -- --seed ${seed} --only ${error.index}`)
  }
  const seconds = (performance.now() - startedAt) / 1000
  print(`passed     ${flags.only === undefined ? inputs : 'the one'} of them in ${seconds.toFixed(0)} s\n`)
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
