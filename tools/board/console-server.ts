import { createServer, type AddressInfo, type Socket } from 'node:net'
import type { ConsoleBoard } from './console.ts'

/** A console on a TCP port of this computer, as a board's telnet console or a serial server offers it. */
export interface ConsoleServer {
  readonly port: number
  /** Cuts the cable of whoever is connected. */
  disconnect(): void
  close(): Promise<void>
}

/** Serves a board's console on 127.0.0.1, one visitor at a time: the next one pushes the last one out. `port` 0 is any. */
export async function serveConsole(board: ConsoleBoard, port = 0): Promise<ConsoleServer> {
  let visitor: Socket | undefined
  board.onOutput = (bytes) => visitor?.write(bytes)
  const server = createServer((socket) => {
    visitor?.destroy()
    visitor = socket
    socket.setNoDelay(true)
    socket.on('data', (bytes: Buffer) => board.input(bytes))
    socket.on('error', () => socket.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    disconnect: () => visitor?.destroy(),
    close: () =>
      new Promise((resolve) => {
        visitor?.destroy()
        server.close(() => resolve())
      }),
  }
}
