import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Answer, Pipe, Transport } from './pipe.ts'

/** Outcomes for Node's error codes; any other code becomes a black hole, as on a network on which nothing answers. */
const answers: Readonly<Record<string, Exclude<Answer, 'open'>>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'refused',
  ENOTFOUND: 'dns-failed',
  EAI_AGAIN: 'dns-failed',
  EAI_NODATA: 'dns-failed',
}

/**
 * Returns a transport of real TCP and TLS. As on the engine, a TLS server is not verified and gets no server name (SNI), and
 * the stream is passed on when TCP is connected, before the handshake: a failed handshake then looks like a reset.
 */
export function createTcpTransport(): Transport {
  return {
    connect(host, port, tls, done) {
      const socket = tls
        ? connectTls({ host, port, rejectUnauthorized: false, servername: '' })
        : connectTcp(port, host)
      socket.setNoDelay(true)
      const failed = (error: NodeJS.ErrnoException): void => {
        socket.destroy()
        done(answers[error.code ?? ''] ?? 'black-hole')
      }
      socket.once('error', failed)
      socket.once('connect', () => {
        socket.off('error', failed)
        done(new TcpPipe(socket))
      })
    },
  }
}

class TcpPipe implements Pipe {
  onData: (bytes: Uint8Array) => void = () => undefined
  onEnd: () => void = () => undefined
  onReset: () => void = () => undefined
  onDrain: () => void = () => undefined
  private over = false
  private ending = false

  constructor(private readonly socket: Socket) {
    socket.on('data', (bytes: Buffer) => this.onData(bytes))
    socket.on('drain', () => this.onDrain())
    socket.on('end', () => this.finish(() => this.onEnd()))
    socket.on('error', () => this.finish(() => this.onReset()))
    socket.on('close', () => this.finish(() => this.onReset()))
  }

  get unsent(): number {
    return this.socket.writableLength
  }

  write(bytes: Uint8Array): void {
    if (this.ending || this.socket.destroyed) return
    this.socket.write(bytes)
  }

  end(): void {
    if (this.ending || this.socket.destroyed) return
    this.ending = true
    this.socket.end()
  }

  reset(): void {
    this.over = true
    this.socket.resetAndDestroy()
  }

  pause(): void {
    this.socket.pause()
  }

  resume(): void {
    this.socket.resume()
  }

  /** Reports the end of the stream, once. */
  private finish(tell: () => void): void {
    if (this.over) return
    this.over = true
    tell()
  }
}
