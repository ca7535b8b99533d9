import { createBoard, type Board } from '../../../tools/board/board.ts'
import { createRealClock } from '../../../tools/time/real-clock.ts'
import { createTcpTransport } from '../../../tools/board/network/tcp-transport.ts'
import { ConsoleLines } from '../../../tools/serial/console-lines.ts'
import { deviceJson } from '../engine/device-config.ts'
import type { Party } from './scenario.ts'

/** The built script in the simulated board, on real time and real TCP. */
export class SimulatedParty implements Party {
  private readonly console = new ConsoleLines()
  private readonly board: Board

  constructor(script: string, port: number, keepAliveS: number) {
    this.board = createBoard({
      ...{ script, files: { 'device.json': deviceJson({ port, keepAliveS }) } },
      ...{ clock: createRealClock(), transport: createTcpTransport() },
      wifi: { accessPoints: [{ ssid: 'home', password: 'password' }] },
      onPrint: (line) => this.console.take(Buffer.from(`${line}\n`)),
    })
    this.board.boot()
  }

  line(pattern: RegExp, withinMs: number): Promise<string> {
    return this.console.next(pattern, withinMs)
  }

  said(pattern: RegExp): string[] {
    return this.console.lines.filter((line) => pattern.test(line))
  }

  levels(): number[] {
    return this.board.pinEdges.map(({ value }) => value)
  }

  stop(): Promise<void> {
    this.board.powerOff('reset')
    return Promise.resolve()
  }
}
