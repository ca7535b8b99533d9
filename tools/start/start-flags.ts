import { readFlags, readPort } from '../command-line/flags.ts'
import { defaultControlPort, defaultPort } from '../cloud/ports.ts'

const usage = 'npm start'
const help = `usage: ${usage} -- [flags]

Builds the script, starts a local stand-in for the Aliyun IoT Platform and runs the script in a simulated board, with an
identity made up for the occasion: no hardware, no account, no configuration. Nothing leaves this computer.

  --port N          where the platform's MQTT broker listens on 127.0.0.1 (${defaultPort}); 0 takes any free port
  --control-port N  where the console, the OpenAPI and npm run set reach it (${defaultControlPort}); 0 takes any free port
  --memory          keep no history and no log on disk (.cloud/demo.sqlite)
  --engine          run the script in the real interpreter (its path in ESPRUINO), not in the simulated board
  --verbose         a stack with an error
  --version         which version this is
  --help            this text

Times in the log are seconds since the board was switched on, all of one clock.
Space toggles the switch; so does npm run set -- on|off in a second terminal. Ctrl-C ends everything.
`

const options = {
  port: { type: 'string', default: String(defaultPort) },
  'control-port': { type: 'string', default: String(defaultControlPort) },
  memory: { type: 'boolean', default: false },
  engine: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

export interface StartFlags {
  readonly port: number
  readonly controlPort: number
  readonly memory: boolean
  readonly engine: boolean
}

/** Reads the command line; prints the help and returns undefined when that is asked for. Throws UserError. */
export function readStartFlags(): StartFlags | undefined {
  const { values: flags } = readFlags({ options }, usage)
  if (flags.help) {
    process.stdout.write(help)
    return undefined
  }
  const port = readPort('--port', flags.port)
  const controlPort = readPort('--control-port', flags['control-port'])
  return { port, controlPort, memory: flags.memory, engine: flags.engine }
}
