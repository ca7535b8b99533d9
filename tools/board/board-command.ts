import { defaultApplication, kindOf, readApplication } from '../build/application.ts'
import { isBoardName, runtimeOf } from '../board-kinds/boards.ts'
import { namedBoard } from '../config/file/named-board.ts'
import { startKaluma, type KalumaFlags } from './kaluma-console/start-kaluma.ts'
import { readFlags, readPort } from '../command-line/flags.ts'
import type { ConfigFile } from '../config/check/check-config.ts'
import { readConfigFile } from '../config/file/config-file.ts'
import { toDeviceJson } from '../config/file/device-json.ts'
import { readScript } from '../build/read-script.ts'
import { scriptFor } from '../build/script-for.ts'
import { startEngineBoard } from './demo-board.ts'
import { drawLamp } from './lamp.ts'
import { createLamps } from './lamps.ts'
import { createPinReports } from './pins/pin-reports.ts'
import type { PinUse, PinUses } from './pins/pin-use.ts'
import { UserError } from '../command-line/user-error.ts'
import { createBoard } from './board.ts'
import { choosePartners } from './partners/choose-partners.ts'
import { describePartners, loadPartners } from './partners/load-partners.ts'
import type { Partners } from './partners/partners.ts'
import { isProfile, profiles, type ProfileName } from './profile.ts'
import { asCalled } from '../product/called-as.ts'
import { createRealClock } from '../time/real-clock.ts'
import { serveEngine, serveSimulated, type BoardOnCable } from './serve-board.ts'
import { inLanguage, speak } from '../command-line/language.ts'
import { createTcpTransport } from './network/tcp-transport.ts'
import { help, usage } from './board-help.ts'

const options = {
  app: { type: 'string' },
  board: { type: 'string' },
  config: { type: 'string' },
  script: { type: 'string' },
  console: { type: 'string' },
  partners: { type: 'string' },
  profile: { type: 'string' },
  engine: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

interface Parts {
  script: string
  config: Uint8Array
  partners?: Partners | undefined
  onLine(line: string): void
  onPins(pins: PinUses): void
}

/** A board that runs; `stop` switches it off. */
export interface RunningBoard {
  stop(): Promise<void>
}

/**
 * `npm run board`: starts a board as the flags say; what it prints goes to `print`, in colours if `color`. Returns the
 * running board, undefined when only help was wanted. Throws UserError for everything that the user can mend.
 */
export async function boardCommand(
  args: readonly string[],
  print: (text: string) => void,
  color: boolean,
): Promise<RunningBoard | undefined> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  if (flags.help) return void print(inLanguage(help))
  const profile = flags.profile === undefined ? undefined : readProfile(flags.profile)
  const isKaluma = wantsKaluma(flags)
  const partnerFile = choosePartners({ ...flags, board: isKaluma ? 'pico-w' : undefined })
  const started = performance.now()
  const show = (entry: Record<string, unknown>, text: string): void => {
    const atMs = Math.round(performance.now() - started)
    print(flags.json ? `${JSON.stringify({ atMs, ...entry })}\n` : `${text}\n`)
  }
  const hooks: Pick<Parts, 'onLine' | 'onPins'> = {
    onLine: (line) => show({ line }, line),
    onPins: createLamps(createRealClock(), (pin, use) => show(entryOf(pin, use), drawLamp(pin, use, color))),
  }
  if (isKaluma) return startKaluma(flags, hooks, (board) => tell(board, show, ' --board pico-w'))
  if (flags.console !== undefined) {
    const { app, script, config } = flags
    const files = {
      ...((app ?? script) !== undefined && { '.bootcde': await scriptFor(flags) }),
      ...(config !== undefined && {
        'device.json': toDeviceJson(readConfigFile(config, undefined, undefined, kindOf(app))),
      }),
    }
    const partners = await partnersOf(partnerFile, profile ?? 'esp32', show)
    const given = { port: readPort('--console', flags.console), files, partners, ...hooks }
    return tell(flags.engine ? await serveEngine(given) : await serveSimulated(profile ?? 'esp32', given), show)
  }
  const file = flags.config ?? 'device.json'
  const isUsual = readApplication(flags.app, file) === defaultApplication && flags.app === undefined
  const built = isUsual ? readScript(flags.script ?? 'dist/firmware.js') : await scriptFor({ ...flags, config: file })
  const script = built.toString('utf8')
  const config = readConfigFile(file, undefined, undefined, kindOf(flags.app))
  const parts: Parts = { script, config: toDeviceJson(config), ...hooks }
  if (flags.engine) return startEngineBoard(parts)
  const named = profile ?? (config.board !== undefined && isProfile(config.board) ? config.board : 'esp32')
  return startSimulated({ ...parts, partners: await partnersOf(partnerFile, named, show) }, config, named)
}

/** Returns what the partner file puts around the board, and shows it. */
async function partnersOf(
  file: string | undefined,
  profile: ProfileName,
  show: (entry: Record<string, unknown>, text: string) => void,
): Promise<Partners | undefined> {
  if (file === undefined) return undefined
  const partners = await loadPartners(file, profiles[profile])
  show({ partners: file, dials: partners.dials.list() }, `partners   ${describePartners(file, partners)}`)
  return partners
}

/** An output for --json. */
function entryOf(pin: string, { use, value, freqHz }: PinUse): Record<string, unknown> {
  return use === 'pwm' ? { pin, duty: value, freqHz } : { pin, level: value }
}

/** Shows the port of the console, and returns the board. */
function tell(
  board: BoardOnCable,
  show: (entry: Record<string, unknown>, text: string) => void,
  more = '',
): RunningBoard {
  const { port } = board
  show({ console: port }, asCalled(`console    ${port}  <- npm run flash -- --port ${port}${more}`))
  return board
}

/** Whether a board with Kaluma is wanted, by the flag, or by the configuration where no flag names another. */
function wantsKaluma({ board, profile, config, engine }: KalumaFlags & { profile?: string; engine: boolean }): boolean {
  if (board !== undefined && (!isBoardName(board) || runtimeOf(board) !== 'kaluma'))
    throw new UserError(
      'unknown-board',
      speak`--board ${board} is unknown`,
      speak`wanted: pico-w; the others are --profile`,
    )
  const isNamed = board !== undefined
  if (isNamed && (profile !== undefined || engine)) {
    const other = engine ? '--engine' : `--profile ${profile ?? ''}`
    throw new UserError('bad-flag', speak`--board ${board} and ${other} exclude each other`, speak`wanted: one of them`)
  }
  if (profile !== undefined || engine) return false
  return isNamed || runtimeOf(namedBoard(config ?? 'device.json')) === 'kaluma'
}

function startSimulated(parts: Parts, { wifi }: ConfigFile, profile: ProfileName): RunningBoard {
  const { script, config, partners, onLine, onPins } = parts
  const clock = createRealClock()
  const reports = createPinReports(clock, () => board.outside.pins(), onPins)
  const board = createBoard({
    ...{ script, profile, partners, files: { 'device.json': config } },
    ...{ clock, transport: createTcpTransport(), epochMs: Date.now() },
    // The only network in range is the one that the configuration names.
    wifi: { accessPoints: [wifi.password === '' ? { ssid: wifi.ssid } : wifi] },
    onPrint: onLine,
    onUse: reports.changed,
    onReset: (cause) => onLine(speak`-- the board starts again: ${cause}`),
  })
  board.boot()
  return {
    stop() {
      board.powerOff('reset')
      reports.stop()
      return Promise.resolve()
    },
  }
}

function readProfile(name: string): ProfileName {
  if (isProfile(name)) return name
  throw new UserError(
    'unknown-profile',
    speak`--profile ${name} is unknown`,
    speak`wanted: ${Object.keys(profiles).join(', ')}`,
  )
}
