import { createServer, type Socket } from 'node:net'
import { listenError } from '../tcp/tcp-listener.ts'
import type { Pipe } from '../board/network/pipe.ts'

/**
 * A connected socket as a pipe. The socket must allow half-open streams. Its window is what the two kernels buffer,
 * far more than a device's; `onDrain` comes after each write that the kernel has taken in full.
 */
export class SocketPipe implements Pipe {
  onData: (bytes: Uint8Array) => void = () => undefined
  onEnd: () => void = () => undefined
  onReset: () => void = () => undefined
  onDrain: () => void = () => undefined
  private isOver = false

  constructor(private readonly socket: Socket) {
    socket.setNoDelay(true)
    socket.on('data', (bytes: Buffer) => this.onData(bytes))
    socket.on('end', () => this.tellOnce(() => this.onEnd()))
    // To a pipe the reason makes no difference: nothing more comes.
    socket.on('error', () => this.tellOnce(() => this.onReset()))
    socket.on('close', () => this.tellOnce(() => this.onReset()))
  }

  get unsent(): number {
    return this.socket.writableLength
  }

  write(bytes: Uint8Array): void {
    if (!this.socket.writable) return
    this.socket.write(bytes, () => {
      if (this.unsent === 0 && !this.socket.destroyed) this.onDrain()
    })
  }

  end(): void {
    this.socket.end()
  }

  reset(): void {
    this.isOver = true
    this.socket.resetAndDestroy()
  }

  pause(): void {
    this.socket.pause()
  }

  resume(): void {
    this.socket.resume()
  }

  private tellOnce(tell: () => void): void {
    if (this.isOver) return
    this.isOver = true
    tell()
  }
}

export interface PipeListener {
  readonly port: number
  /** Stops accepting; pipes that are open stay so. */
  close(): Promise<void>
}

/** Accepts TCP connections as pipes; port 0 is any free one. Throws UserError port-busy, port-denied or host-unknown. */
export function listenForPipes(host: string, port: number, onPipe: (pipe: Pipe) => void): Promise<PipeListener> {
  const server = createServer({ allowHalfOpen: true }, (socket) => onPipe(new SocketPipe(socket)))
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, host, port, '--listen')))
    server.listen(port, host, () => {
      const address = server.address()
      if (address === null || typeof address === 'string') return reject(new Error('a TCP server without a port'))
      resolve({ port: address.port, close: () => new Promise((closed) => server.close(() => closed())) })
    })
  })
}
