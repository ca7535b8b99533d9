import { readFlags, readPort } from '../command-line/flags.ts'
import { defaultControlPort, defaultPort } from '../cloud/ports.ts'
import { inLanguage } from '../command-line/language.ts'
import { speak } from '../command-line/language.ts'
import { UserError } from '../command-line/user-error.ts'
import { readBoard } from '../board-kinds/read-board.ts'
import { choosePartners } from '../board/partners/choose-partners.ts'
import { help, usage } from './start-help.ts'

const options = {
  app: { type: 'string' },
  tsl: { type: 'string' },
  config: { type: 'string' },
  board: { type: 'string' },
  partners: { type: 'string' },
  port: { type: 'string', default: String(defaultPort) },
  'control-port': { type: 'string', default: String(defaultControlPort) },
  memory: { type: 'boolean', default: false },
  engine: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

export interface StartFlags {
  readonly app: string | undefined
  /** The file of the thing model; see readDemoModel. */
  readonly tsl: string | undefined
  /** A device.json whose pins are simulated; see readDemoSections. */
  readonly config: string | undefined
  /** One with Kaluma; the simulated ESP32 unless said otherwise. */
  readonly board: 'pico-w' | undefined
  /** The file that puts devices around the simulated board: as named, or beside the application. */
  readonly partners: string | undefined
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
  const board = readKaluma(flags.board, flags.engine)
  const partners = choosePartners({ ...flags, board })
  const { app, tsl, config, memory, engine } = flags
  return { app, tsl, config, board, partners, port, controlPort, memory, engine }
}

/** Of the boards only the Pico W can be chosen: the script of the others is one. */
function readKaluma(name: string | undefined, engine: boolean): 'pico-w' | undefined {
  const board = readBoard(name)
  if (board !== undefined && board !== 'pico-w')
    throw new UserError(
      'bad-flag',
      speak`--board ${board}: its script is the one that every board with Espruino runs`,
      speak`wanted: pico-w, or no --board`,
    )
  if (board !== undefined && engine)
    throw new UserError(
      'bad-flag',
      speak`--board ${board} and ${'--engine'} exclude each other`,
      speak`wanted: one of them`,
    )
  return board
}
