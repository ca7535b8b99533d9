import { createServer, type Server, type Socket } from 'node:net'
import { UserError } from '../command-line/user-error.ts'
import { speak } from '../command-line/language.ts'
import { mostConnections } from './descriptors.ts'

export interface TcpListener {
  readonly port: number
  /** Stops accepting; sockets that are open stay so. */
  close(): Promise<void>
}

/** Turns a failed listen into a line for the user; `flag` is the flag that changes the port. */
export function listenError(error: NodeJS.ErrnoException, host: string, port: number, flag: string): Error {
  if (error.code === 'EADDRINUSE') {
    return new UserError(
      'port-busy',
      speak`port ${port} on ${host} is taken`,
      speak`end the program that has it, or use ${flag}`,
    )
  }
  if (error.code === 'EACCES') {
    return new UserError('port-denied', speak`no right to open port ${port}`, speak`use a port above 1023: ${flag}`)
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new UserError('host-unknown', speak`this computer has no address ${host}`, speak`use --host 127.0.0.1`)
  }
  return error
}

/** Accepts TCP connections on `host:port`. Throws UserError port-busy, port-denied or host-unknown, naming `flag`. */
export function listenTcp(
  host: string,
  port: number,
  flag: string,
  onSocket: (socket: Socket) => void,
  onDrop: (address: string, detail: string) => void,
  most = mostConnections(),
): Promise<TcpListener> {
  const server = createServer({ noDelay: true }, onSocket)
  tellDrops(server, most, onDrop)
  return listenWith(server, { host, port, flag })
}

/** Beyond the first, only every hundredth is told: a flood must not flood the log. */
const dropsALine = 100

/** Drops connections while descriptors are left to say so: the system would drop them without a word. */
function tellDrops(server: Server, most: number, onDrop: (address: string, detail: string) => void): void {
  if (most < Infinity) server.maxConnections = most
  let dropped = 0
  server.on('drop', (data) => {
    if (++dropped !== 1 && dropped % dropsALine !== 0) return
    onDrop(
      data?.remoteAddress ?? 'gone',
      `no file descriptor left beside ${most} connections, ${dropped} dropped so far`,
    )
  })
}

/** Lets any server of Node listen; as `listenTcp`. */
export function listenWith(
  server: Server,
  { host, port, flag }: { host: string; port: number; flag: string },
): Promise<TcpListener> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, host, port, flag)))
    server.listen(port, host, () => {
      const address = server.address()
      if (address === null || typeof address === 'string') return reject(new Error('a TCP server without a port'))
      resolve({ port: address.port, close: () => new Promise((closed) => server.close(() => closed())) })
    })
  })
}

/** Throws as `listenTcp` does for a port that cannot be had now. */
export async function refuseTaken(host: string, port: number, flag: string): Promise<void> {
  const probe = await listenWith(createServer(), { host, port, flag })
  await probe.close()
}
