import { createServer, type Socket } from 'node:net'
import { OneVisitor } from '../../tcp/one-visitor.ts'
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
 * Serves a board's console on 127.0.0.1 to one client at a time: a second one is told that the port is in use. `port` 0 is any
 * free one. Throws UserError port-busy, port-denied.
 */
export async function serveConsole(board: ConsoleBoard, port = 0): Promise<ConsoleServer> {
  const visitor = new OneVisitor()
  board.onOutput = (bytes) => visitor.write(bytes)
  const accept = (socket: Socket): void => {
    visitor.admit(socket, () => socket.on('data', (bytes: Buffer) => board.input(bytes)))
  }
  const server = await listenWith(createServer({ noDelay: true }, accept), {
    host: '127.0.0.1',
    port,
    flag: '--console',
  })
  return {
    port: server.port,
    disconnect: () => visitor.disconnect(),
    close() {
      visitor.end()
      return server.close()
    },
  }
}
