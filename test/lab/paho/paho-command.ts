import { ensureBuilt } from '../../../tools/build/firmware.ts'
import { readFlags } from '../../../tools/command-line/flags.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { Device } from '../engine/device.ts'
import { givenEngines } from '../engine/engines.ts'
import { Progress } from '../progress.ts'
import { howToGetIt, PahoBroker } from './broker.ts'
import { keepAliveS, playThrough, type Party } from './scenario.ts'
import { checkDetector } from './self-check.ts'
import { SimulatedParty } from './simulated.ts'

const usage = 'npm run paho'
const help = `usage: ${usage} -- [flags]

Runs the built script against the test broker of eclipse/paho.mqtt.testing, which logs what a client does against MQTT
3.1.1: connect, subscribe, property sets at QoS 0 and 1, pings, a restart of the broker. Fails on any error it logs.
Takes a minute or two of real time for each device.

  PAHO_TESTING   path of a checkout; must be set. The broker needs python3.
                 ${howToGetIt}
  ESPRUINO       path of Espruino's Linux build: then the real interpreter is a second device

  --log          the broker's whole log, too
  --verbose      a stack with an error
  --help         this text

exit code: 0 no rule was broken; 1 wrong use, no checkout, or something was not as it must be
`

const options = {
  log: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

type Print = (text: string) => void
type Start = (port: number) => Party

/** `npm run paho`. Throws UserError no-paho, no-python, broker-failed, paho-failed, no-engine, unknown-flag. */
export async function pahoCommand(
  args: readonly string[],
  print: Print,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  if (flags.help) return print(help)
  const checkout = environment['PAHO_TESTING'] ?? ''
  if (checkout === '') throw new UserError('no-paho', 'PAHO_TESTING is not set', howToGetIt)
  const { script, file, bytes, sha256 } = await ensureBuilt()
  print(`bundle     ${file} ${bytes} B, SHA-256 ${sha256.slice(0, 12)}\n`)
  const showLog = (broker: PahoBroker): void => {
    if (flags.log) print(`${broker.console.lines.join('\n')}\n`)
  }
  print(`detector   ${await withBroker(checkout, checkDetector, showLog)}\n`)
  for (const [name, start] of await parties(script, environment)) {
    const startedAt = performance.now()
    await withBroker(checkout, (broker) => playOne(name, broker, start(broker.port)), showLog)
    print(
      `passed     ${name}, ${((performance.now() - startedAt) / 1000).toFixed(0)} s, no error in the broker's log\n`,
    )
  }
}

async function parties(script: string, environment: NodeJS.ProcessEnv): Promise<[string, Start][]> {
  const simulated: Start = (port) => new SimulatedParty(script, port, keepAliveS)
  if ((environment['ESPRUINO'] ?? '') === '') return [['simulated board', simulated]]
  const [engine] = await givenEngines({ ESPRUINO: environment['ESPRUINO'] })
  if (engine === undefined) return [['simulated board', simulated]]
  const real: Start = (port) => new Device({ engine, script, config: { port, keepAliveS } })
  return [
    ['simulated board', simulated],
    [`real engine ${engine.version}`, real],
  ]
}

/** Whatever happens, the broker is gone afterwards. */
async function withBroker<T>(
  checkout: string,
  use: (broker: PahoBroker) => Promise<T>,
  atEnd: (broker: PahoBroker) => void,
): Promise<T> {
  const broker = await PahoBroker.start(checkout)
  try {
    return await use(broker)
  } finally {
    await broker.stop()
    atEnd(broker)
  }
}

async function playOne(name: string, broker: PahoBroker, device: Party): Promise<void> {
  const progress = new Progress()
  let step = 'start'
  try {
    await playThrough(broker, device, (next) => progress.show(`${name}: ${(step = next)}`))
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const log = device.said(/ [WEI] /).slice(-5)
    throw new UserError(
      'paho-failed',
      [`${name}, at ${step}: ${message}`, ...broker.errors, ...log].join('\n'),
      '--log',
    )
  } finally {
    progress.end()
    await device.stop()
  }
  if (broker.errors.length === 0) return
  throw new UserError('paho-failed', `${name}: the broker logged\n${broker.errors.join('\n')}`, '--log')
}
