import { createServer, type Socket } from 'node:net'
import { listenWith } from '../../tcp/tcp-listener.ts'
import type { ConsoleBoard } from './console.ts'

/** A console on a TCP port of this computer, as a board's telnet console or a serial server offers it. */
export interface ConsoleServer {
  readonly port: number
  /** Closes the connection of the client, as if its cable were pulled. */
  disconnect(): void
  close(): Promise<void>
}

/**
 * Serves a board's console on 127.0.0.1 to one client at a time: a new one replaces the last one. `port` 0 is any free one.
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
