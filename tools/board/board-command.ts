import { readFileSync } from 'node:fs'
import { readFlags } from '../cloud/flags.ts'
import { startEngineBoard } from '../start/demo-board.ts'
import { drawLamp } from '../start/lamp.ts'
import { UserError } from '../user-error.ts'
import { createBoard } from './board.ts'
import { profiles, type ProfileName } from './profile.ts'
import type { AccessPoint } from './radio.ts'
import { createRealClock } from './real-clock.ts'
import { createTcpTransport } from './tcp-transport.ts'

const usage = 'npm run board'
const help = `usage: ${usage} -- [flags]

Runs the built script in a simulated board, on real time and the real network, and shows its log and its pins.

  --config FILE     the configuration that lies in the board's Storage (device.json)
  --script FILE     the script to run (dist/firmware.js)
  --profile NAME    which board: ${Object.keys(profiles).join(', ')} (esp32)
  --engine          run it in the real interpreter instead; ESPRUINO says where that is
  --json            one JSON object a line: {"atMs", "line"} or {"atMs", "pin", "level"}
  --verbose         a stack with an error
  --version         which version this is
  --help            this text
`

const options = {
  config: { type: 'string', default: 'device.json' },
  script: { type: 'string', default: 'dist/firmware.js' },
  profile: { type: 'string', default: 'esp32' },
  engine: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

interface Parts {
  script: string
  config: Uint8Array
  onLine(line: string): void
  onPin(pin: string, level: 0 | 1): void
}

/** A board that runs; `stop` switches it off. */
export interface RunningBoard {
  stop(): Promise<void>
}

/**
 * `npm run board`: starts a board as the flags say; what it prints goes to `print`, in colours if `color`. Answers the
 * running board; undefined when only help was wanted. Throws UserError for everything that the user can mend.
 */
export function boardCommand(
  args: readonly string[],
  print: (text: string) => void,
  color: boolean,
): RunningBoard | undefined {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  if (flags.help) return void print(help)
  const profile = readProfile(flags.profile)
  const started = performance.now()
  const show = (entry: Record<string, unknown>, text: string): void => {
    const atMs = Math.round(performance.now() - started)
    print(flags.json ? `${JSON.stringify({ atMs, ...entry })}\n` : `${text}\n`)
  }
  const parts: Parts = {
    script: readFile(flags.script, 'no-script', 'npm run build makes it').toString('utf8'),
    config: readFile(flags.config, 'no-config', 'npm run config writes it; npm start runs a demonstration without one'),
    onLine: (line) => show({ line }, line),
    onPin: (pin, level) => show({ pin, level }, drawLamp(pin, level, color)),
  }
  return flags.engine ? startEngineBoard(parts) : startSimulated(parts, profile)
}

function startSimulated({ script, config, onLine, onPin }: Parts, profile: ProfileName): RunningBoard {
  const board = createBoard({
    ...{ script, profile, files: { 'device.json': config } },
    ...{ clock: createRealClock(), transport: createTcpTransport(), epochMs: Date.now() },
    wifi: { accessPoints: accessPointOf(config) },
    onPrint: onLine,
    onPin: (edge) => onPin(edge.pin, edge.value),
    onReset: (cause) => onLine(`-- the board starts again: ${cause}`),
  })
  board.boot()
  return {
    stop() {
      board.powerOff('reset')
      return Promise.resolve()
    },
  }
}

/** The air has exactly the network that the configuration names; the script itself says what is wrong with a bad one. */
function accessPointOf(config: Uint8Array): AccessPoint[] {
  let wifi: unknown
  try {
    wifi = (JSON.parse(Buffer.from(config).toString('utf8')) as { wifi?: unknown } | null)?.wifi
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
  const { ssid, password } = (wifi ?? {}) as { ssid?: unknown; password?: unknown }
  if (typeof ssid !== 'string') return []
  return [typeof password === 'string' && password !== '' ? { ssid, password } : { ssid }]
}

function readProfile(name: string): ProfileName {
  if (Object.hasOwn(profiles, name)) return name as ProfileName
  throw new UserError('unknown-profile', `--profile ${name} is unknown`, `wanted: ${Object.keys(profiles).join(', ')}`)
}

function readFile(path: string, slug: string, hint: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new UserError(slug, error instanceof Error ? error.message : String(error), hint)
  }
}
