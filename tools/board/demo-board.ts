import type { BoardName } from '../board-kinds/board-kind.ts'
import { boards } from '../board-kinds/boards.ts'
import { createBoard } from './board.ts'
import { createPinReports } from './pins/pin-reports.ts'
import { movePin, type PinUse, type PinUses } from './pins/pin-use.ts'
import type { Dial } from './partners/dials.ts'
import type { Partners } from './partners/partners.ts'
import { isProfile, type ProfileName } from './profile.ts'
import { createRealClock } from '../time/real-clock.ts'
import { createTcpTransport } from './network/tcp-transport.ts'
import { realKaluma } from './kaluma-console/serve-kaluma.ts'
import { startEngine } from '../engine/engine.ts'
import { demoNetwork } from '../config/check/demo-device.ts'
import { speak } from '../command-line/language.ts'

export interface DemoBoardOptions {
  readonly script: string
  /** The text of device.json. */
  readonly config: Uint8Array
  /** What stands around the board; only the simulated boards with Espruino have such. */
  readonly partners?: Partners | undefined
  /** The kind of board that is simulated; an ESP32 where none is like it, or none is given. */
  readonly board?: BoardName | undefined
  onLine(line: string): void
  /** Called with the pins that the script uses when they have changed, but not more often than a person can see. */
  onPins(pins: PinUses): void
}

/** A board that runs the script; `stop` switches it off and frees what it held. */
export interface DemoBoard {
  /** A description for the first lines that `npm start` prints. */
  readonly what: string
  /** Cuts the power, so that peers get no packet, or restores it. */
  setPower?(isOn: boolean): void
  /** Moves an input, as movePin does. Absent where the pins are not those of a simulated board. */
  movePin?(pin: string, value: number | undefined): void
  /** The dials of its partners, in the order in which they were made. */
  dials?(): readonly Dial[]
  /** Turns a dial, no further than its ends. Returns whether there is one of this name. */
  setDial?(name: string, value: number): boolean
  stop(): Promise<void>
}

/** The profile by which a kind of board with Espruino is simulated. */
export function profileOf(board: BoardName | undefined): ProfileName {
  return board !== undefined && isProfile(board) ? board : 'esp32'
}

/** What a simulated board is called: ESP32, Linux ... */
export const titleOf = (board: BoardName | undefined): string =>
  boards[board !== undefined && isProfile(board) ? board : 'esp32'].title

function whatOf(board: BoardName | undefined): string {
  const title = titleOf(board)
  return board === undefined || isProfile(board)
    ? speak`simulated ${title}, runs the bundle above`
    : speak`simulated ${title} in the place of ${boards[board].title}, runs the bundle above`
}

/** Starts the simulated board in this process. */
export function startSimulatedBoard(options: DemoBoardOptions): DemoBoard {
  const { script, config, partners, board: kind, onLine, onPins } = options
  const clock = createRealClock()
  const reports = createPinReports(clock, () => board.outside.pins(), onPins)
  const board = createBoard({
    script,
    partners,
    files: { 'device.json': config },
    profile: profileOf(kind),
    clock,
    transport: createTcpTransport(),
    wifi: { accessPoints: [{ ssid: demoNetwork.ssid, password: demoNetwork.password }] },
    onPrint: onLine,
    onUse: reports.changed,
  })
  board.boot()
  return {
    what: whatOf(kind),
    setPower(isOn) {
      if (isOn && !board.isRunning) board.boot()
      else if (!isOn) board.powerOff('silent')
    },
    movePin(pin, value) {
      movePin(board.outside, pin, value)
      reports.flush()
    },
    dials: () => partners?.dials.list() ?? [],
    setDial: (name, value) => partners?.dials.set(name, value) ?? false,
    stop() {
      board.powerOff('reset')
      reports.stop()
      return Promise.resolve()
    },
  }
}

/** Starts a simulated Pico W in this process; the configuration is inside its script. */
export function startKalumaBoard({ script, onLine, onPins }: DemoBoardOptions): DemoBoard {
  const { ssid, password } = demoNetwork
  const { board, reports } = realKaluma({ script, accessPoints: [{ ssid, password }], onLine, onPins })
  board.boot()
  return {
    what: speak`simulated Pico W with Kaluma (experimental), runs the script above`,
    setPower(isOn) {
      if (isOn && !board.isRunning) board.boot()
      else if (!isOn) board.powerOff('silent')
    },
    movePin(pin, value) {
      movePin(board.outside, pin, value)
      reports.flush()
    },
    stop() {
      board.powerOff('reset')
      reports.stop()
      return Promise.resolve()
    },
  }
}

/**
 * A boot script that prints what the script puts out, and first that the interpreter starts: pins of its Linux build cannot be
 * read back.
 */
const reportPins = [
  'print("\\x01boot");',
  'global.digitalWrite=function(p,v){print("\\x01"+p+"="+v)};',
  'global.analogWrite=function(p,v,o){print("\\x01"+p+"~"+v+"@"+(o&&o.freq||""))};',
].join('')

/** Returns the pins after such a line, undefined for a line that is none of these. */
export function afterReport(pins: PinUses, line: string): PinUses | undefined {
  if (line.includes('\u0001boot')) return {}
  const [, pin, how, value, freq = ''] = /\u0001(\w+)([=~])([^@]*)@?(.*)/.exec(line) ?? []
  if (pin === undefined) return undefined
  const share = Math.min(Math.max(Number(value) || 0, 0), 1)
  const use: PinUse =
    how === '='
      ? { use: 'output', value: value === 'true' || share > 0 ? 1 : 0 }
      : { use: 'pwm', value: share, freqHz: freq === '' ? undefined : Number(freq) }
  return { ...pins, [pin]: use }
}

/** Starts the real interpreter (ESPRUINO) with the script in its flash. */
export function startEngineBoard({ script, config, onLine, onPins }: DemoBoardOptions): DemoBoard {
  let pins: PinUses = {}
  const reports = createPinReports(createRealClock(), () => pins, onPins)
  const engine = startEngine({
    files: { '.boot0': reportPins, '.bootcde': script, 'device.json': config },
    restart: true,
    onLine(line) {
      const changed = afterReport(pins, line)
      if (changed === undefined) return void (line.trim() !== '' && onLine(line))
      pins = changed
      reports.changed()
    },
  })
  return {
    what: speak`the real interpreter, started from flash`,
    stop() {
      reports.stop()
      return engine.stop()
    },
  }
}
