import { readFlags, readPort } from '../command-line/flags.ts'
import { defaultControlPort, defaultPort } from '../cloud/ports.ts'
import { inLanguage } from '../command-line/language.ts'
import { help, usage } from './start-help.ts'

const options = {
  app: { type: 'string' },
  port: { type: 'string', default: String(defaultPort) },
  'control-port': { type: 'string', default: String(defaultControlPort) },
  memory: { type: 'boolean', default: false },
  engine: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

export interface StartFlags {
  readonly app: string | undefined
  readonly port: number
  readonly controlPort: number
  readonly memory: boolean
  readonly engine: boolean
}

/** Reads the command line; prints the help and returns undefined when that is asked for. Throws UserError. */
export function readStartFlags(): StartFlags | undefined {
  const { values: flags } = readFlags({ options }, usage)
  if (flags.help) {
    process.stdout.write(inLanguage(help))
    return undefined
  }
  const port = readPort('--port', flags.port)
  const controlPort = readPort('--control-port', flags['control-port'])
  return { app: flags.app, port, controlPort, memory: flags.memory, engine: flags.engine }
}
