import { createServer, type Socket } from 'node:net'
import { speak } from '../../command-line/language.ts'
import { OneVisitor } from '../../tcp/one-visitor.ts'
import { listenWith } from '../../tcp/tcp-listener.ts'
import { createRealClock } from '../../time/real-clock.ts'
import { createKalumaBoard, type KalumaBoard } from '../kaluma/kaluma-board.ts'
import type { AccessPoint } from '../network/radio.ts'
import { createPinReports, type PinReports } from '../pins/pin-reports.ts'
import type { PinUses } from '../pins/pin-use.ts'
import { createTcpTransport } from '../network/tcp-transport.ts'
import { KalumaConsole } from './kaluma-console.ts'

export interface KalumaParts {
  /** The program in its flash; '' for a new board. */
  readonly script: string
  /** The networks in range. */
  readonly accessPoints: readonly AccessPoint[]
  onLine(line: string): void
  /** Called with the pins that the program uses when they have changed, but not more often than a person can see. */
  onPins(pins: PinUses): void
}

export interface ServedKaluma {
  readonly board: KalumaBoard
  /** The value for --port. */
  readonly port: string
  stop(): Promise<void>
}

/** Makes a simulated Pico W with Kaluma on real time and the real network; `end` goes to the end of its number. */
export function realKaluma(
  { script, accessPoints, onLine, onPins }: KalumaParts,
  end = '',
): { readonly board: KalumaBoard; readonly reports: PinReports } {
  const uid = 'E6614103E7245F2C'
  const clock = createRealClock()
  const reports = createPinReports(clock, () => board.outside.pins(), onPins)
  const board: KalumaBoard = createKalumaBoard({
    ...{ script, uid: uid.slice(0, uid.length - end.length) + end.toUpperCase() },
    ...{ clock, transport: createTcpTransport(), wifi: { accessPoints: [...accessPoints] } },
    onPrint: onLine,
    onUse: reports.changed,
    onReset: (cause) => onLine(speak`-- the board starts again: ${cause}`),
    onHang: (reason) => onLine(speak`-- the board hangs: ${reason}`),
  })
  return { board, reports }
}

/**
 * Starts such a board with its console on a TCP port of this computer, one client at a time. When its chip starts again the
 * connection is closed, as its USB port goes away. Throws UserError port-busy, port-denied.
 */
export async function serveKaluma(port: number, parts: KalumaParts): Promise<ServedKaluma> {
  const { board, reports } = realKaluma(parts, port === 0 ? '' : port.toString(16).padStart(4, '0'))
  const visitor = new OneVisitor()
  const console = new KalumaConsole(board.repl, createRealClock())
  console.onOutput = (bytes) => visitor.write(bytes)
  console.onRestart = () => visitor.disconnect()
  const accept = (socket: Socket): void =>
    visitor.admit(socket, () => socket.on('data', (bytes: Buffer) => console.input(bytes)))
  const server = await listenWith(createServer({ noDelay: true }, accept), {
    host: '127.0.0.1',
    port,
    flag: '--console',
  })
  board.boot()
  return {
    board,
    port: `tcp://127.0.0.1:${server.port}`,
    stop() {
      board.powerOff('reset')
      reports.stop()
      visitor.end()
      return server.close()
    },
  }
}
