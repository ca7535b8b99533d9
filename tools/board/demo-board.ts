import { createBoard } from './board.ts'
import { isProfile } from './profile.ts'
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
  /** The kind of board, where there is one like it; else an ESP32. */
  readonly profile?: string | undefined
  onLine(line: string): void
  onPin(pin: string, level: 0 | 1): void
}

/** A board that runs the script; `stop` switches it off and frees what it held. */
export interface DemoBoard {
  /** A description for the first lines that `npm start` prints. */
  readonly what: string
  /** Cuts the power, so that peers get no packet, or restores it. */
  setPower?(isOn: boolean): void
  stop(): Promise<void>
}

/** Starts the simulated board in this process. */
export function startSimulatedBoard({ script, config, profile = '', onLine, onPin }: DemoBoardOptions): DemoBoard {
  const board = createBoard({
    script,
    files: { 'device.json': config },
    profile: isProfile(profile) ? profile : 'esp32',
    clock: createRealClock(),
    transport: createTcpTransport(),
    wifi: { accessPoints: [{ ssid: demoNetwork.ssid, password: demoNetwork.password }] },
    onPrint: onLine,
    onPin: (edge) => onPin(edge.pin, edge.value),
  })
  board.boot()
  return {
    what: speak`simulated ESP32, runs the bundle above`,
    setPower(isOn) {
      if (isOn && !board.isRunning) board.boot()
      else if (!isOn) board.powerOff('silent')
    },
    stop() {
      board.powerOff('reset')
      return Promise.resolve()
    },
  }
}

/** Starts a simulated Pico W in this process; the configuration is inside its script. */
export function startKalumaBoard({ script, onLine, onPin }: DemoBoardOptions): DemoBoard {
  const { ssid, password } = demoNetwork
  const board = realKaluma({ script, accessPoints: [{ ssid, password }], onLine, onPin })
  board.boot()
  return {
    what: speak`simulated Pico W with Kaluma (experimental), runs the script above`,
    setPower(isOn) {
      if (isOn && !board.isRunning) board.boot()
      else if (!isOn) board.powerOff('silent')
    },
    stop() {
      board.powerOff('reset')
      return Promise.resolve()
    },
  }
}

/** A boot script that prints each level that the script drives: pins of the interpreter's Linux build cannot be read back. */
const reportPins = `global.digitalWrite=function(p,v){print("\\x01"+p+"="+v)};`

/** Starts the real interpreter (ESPRUINO) with the script in its flash. */
export function startEngineBoard({ script, config, onLine, onPin }: DemoBoardOptions): DemoBoard {
  const engine = startEngine({
    files: { '.boot0': reportPins, '.bootcde': script, 'device.json': config },
    restart: true,
    onLine(line) {
      const [, pin, level] = /\u0001(\w+)=([01])/.exec(line) ?? []
      if (pin !== undefined) onPin(pin, level === '1' ? 1 : 0)
      else if (line.trim() !== '') onLine(line)
    },
  })
  return { what: speak`the real interpreter, started from flash`, stop: () => engine.stop() }
}
