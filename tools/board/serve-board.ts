import { ConsoleBridge } from '../engine/console-bridge.ts'
import { engineExecutable } from '../engine/engine.ts'
import { emptyStorage, flashOf } from '../engine/engine-flash.ts'
import { parseLogLine } from '../serial/log-line.ts'
import { accessPointOf } from './network/access-point.ts'
import { createConsoleBoard } from './console/console.ts'
import { serveConsole } from './console/console-server.ts'
import { createPinReports } from './pins/pin-reports.ts'
import type { PinUses } from './pins/pin-use.ts'
import type { Partners } from './partners/partners.ts'
import { profiles, type ProfileName } from './profile.ts'
import { createRealClock } from '../time/real-clock.ts'
import { createTcpTransport } from './network/tcp-transport.ts'
import { speak } from '../command-line/language.ts'

export interface ServedBoard {
  /** TCP port on 127.0.0.1 for the console; 0 is any. */
  readonly port: number
  /** The files that are in Storage at first. */
  readonly files: Readonly<Record<string, Uint8Array>>
  /** What stands around the simulated board. */
  readonly partners?: Partners | undefined
  onLine(line: string): void
  /** Called with the pins that the script uses when they have changed, but not more often than a person can see. */
  onPins(pins: PinUses): void
}

/** A board whose console is on a TCP port; `stop` switches it off. */
export interface BoardOnCable {
  /** The value for --port. */
  readonly port: string
  stop(): Promise<void>
}

/**
 * Starts a simulated board with its console on a port. Its serial number ends with the port's, so that boards on several
 * ports can be a fleet; in range is the network that its device.json names at each start. Throws UserError port-busy,
 * port-denied.
 */
export async function serveSimulated(
  name: ProfileName,
  { port, files, partners, onLine, onPins }: ServedBoard,
): Promise<BoardOnCable> {
  const profile = profiles[name]
  const clock = createRealClock()
  const reports = createPinReports(clock, () => cable.board.outside.pins(), onPins)
  const cable = createConsoleBoard({
    ...{ script: '', files, partners, profile: { ...profile, serial: serialFor(profile.serial, port) } },
    ...{ clock, transport: createTcpTransport(), epochMs: Date.now() },
    onPrint: onLine,
    onUse: reports.changed,
    onReset: (cause) => onLine(speak`-- the board starts again: ${cause}`),
    onStart() {
      const { storage, wifi } = cable.board
      for (const ap of accessPointOf(storage.read('device.json'))) wifi.appear(ap)
    },
  })
  const server = await serveConsole(cable, port)
  cable.board.boot()
  return {
    port: `tcp://127.0.0.1:${server.port}`,
    stop() {
      cable.board.powerOff('reset')
      reports.stop()
      return server.close()
    },
  }
}

/**
 * Starts the real interpreter (ESPRUINO) with its console on a port. Only the lines of its log are shown; its pins cannot be
 * read back. Throws UserError no-engine, port-busy, port-denied.
 */
export async function serveEngine({ port, files, onLine }: ServedBoard): Promise<BoardOnCable> {
  const executable = engineExecutable()
  const storage = emptyStorage(flashOf(executable))
  for (const [name, bytes] of Object.entries(files)) storage.write(name, bytes)
  return ConsoleBridge.start(executable, {
    ...{ port, image: storage.image() },
    onLine: (line) => (line.startsWith('-- ') || parseLogLine(line) !== undefined) && onLine(line),
  })
}

function serialFor(serial: string, port: number): string {
  const end = port.toString(16).padStart(4, '0')
  return port === 0 ? serial : serial.slice(0, -end.length) + end
}
