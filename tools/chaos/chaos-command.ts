import { createRealClock } from '../time/real-clock.ts'
import { createTcpTransport } from '../board/network/tcp-transport.ts'
import { createRandom } from './random.ts'
import { randomSteps } from './random-steps.ts'
import { ChaosRelay, type ChaosEvent } from './relay.ts'
import { readScript, type StepsFor } from './script.ts'
import { listenForPipes } from './tcp-pipe.ts'
import { readFlags, readPort } from '../command-line/flags.ts'
import { inLanguage, speak } from '../command-line/language.ts'
import { UserError } from '../command-line/user-error.ts'
import { help, usage } from './chaos-help.ts'

const options = {
  listen: { type: 'string' },
  host: { type: 'string', default: '127.0.0.1' },
  to: { type: 'string' },
  script: { type: 'string' },
  seed: { type: 'string' },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** For how long faults of a connection are planned when there is no script, ms. */
const plannedMs = 24 * 3_600_000

/** `npm run chaos`: runs a relay until Ctrl-C. Throws UserError for what the user can mend. */
export async function chaosCommand(args: readonly string[], print: (text: string) => void): Promise<void> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  if (flags.help) return print(inLanguage(help))
  const to = readAddress(flags.to)
  const port = readPort('--listen', required('--listen', flags.listen))
  const seed = flags.seed ?? String(Math.floor(Math.random() * 2 ** 32))
  const random = createRandom(seed)
  const stepsFor: StepsFor =
    flags.script === undefined ? () => randomSteps(random, plannedMs) : readScript(flags.script)
  const relay = new ChaosRelay({
    clock: createRealClock(),
    to: { transport: createTcpTransport(), ...to },
    random,
    stepsFor,
    onEvent: (event) => print(`${formatEvent(event)}\n`),
  })
  const listener = await listenForPipes(flags.host, port, relay.accept)
  const what = flags.script ?? speak`faults at random`
  print(`chaos      ${flags.host}:${listener.port} -> ${to.host}:${to.port}  ${what}  --seed ${seed}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void listener.close()
      relay.closeAll('rst')
    })
  }
}

function required(flag: string, value: string | undefined): string {
  if (value === undefined) throw new UserError('flag-missing', speak`${flag} is missing`, `${usage} -- --help`)
  return value
}

function readAddress(text: string | undefined): { host: string; port: number } {
  const address = required('--to', text)
  const colon = address.lastIndexOf(':')
  if (colon < 1) throw new UserError('bad-flag', speak`--to ${address} is no address`, speak`wanted: HOST:PORT`)
  return { host: address.slice(0, colon), port: readPort('--to', address.slice(colon + 1)) }
}

/** Returns a line such as `00014.310 I chaos  #1 down stall`. */
function formatEvent({ at, connection, text }: ChaosEvent): string {
  return `${(at / 1000).toFixed(3).padStart(9, '0')} I chaos  #${connection} ${text}`
}
