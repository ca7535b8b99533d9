import { createServer, type Socket } from 'node:net'
import { listenWith } from '../../net/tcp-listener.ts'
import type { ConsoleBoard } from './console.ts'

/** A console on a TCP port of this computer, as a board's telnet console or a serial server offers it. */
export interface ConsoleServer {
  readonly port: number
  /** Cuts the cable of whoever is connected. */
  disconnect(): void
  close(): Promise<void>
}

/**
 * Serves a board's console on 127.0.0.1, one visitor at a time: the next one pushes the last one out. `port` 0 is any.
 * Throws UserError port-busy, port-denied.
 */
export async function serveConsole(board: ConsoleBoard, port = 0): Promise<ConsoleServer> {
  let visitor: Socket | undefined
  board.onOutput = (bytes) => visitor?.write(bytes)
  const accept = (socket: Socket): void => {
    visitor?.destroy()
    visitor = socket
    socket.on('data', (bytes: Buffer) => board.input(bytes))
    socket.on('error', () => socket.destroy())
  }
  const server = await listenWith(createServer({ noDelay: true }, accept), {
    host: '127.0.0.1',
    port,
    flag: '--console',
  })
  return {
    port: server.port,
    disconnect: () => visitor?.destroy(),
    close() {
      visitor?.destroy()
      return server.close()
    },
  }
}
