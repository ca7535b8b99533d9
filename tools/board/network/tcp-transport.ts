import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Answer, Pipe, Transport } from './pipe.ts'

/** How Node's error codes read to a device; whatever is not listed is silence, as on a network that answers nothing. */
const answers: Readonly<Record<string, Exclude<Answer, 'open'>>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'refused',
  ENOTFOUND: 'dns-failed',
  EAI_AGAIN: 'dns-failed',
  EAI_NODATA: 'dns-failed',
}

/**
 * Real TCP and TLS. A TLS server is never verified and is told no name, and the stream is handed over when TCP is
 * connected, before the handshake: so the engine does. A handshake that fails then reads as a reset.
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

  /** Tells the end of the stream once. */
  private finish(tell: () => void): void {
    if (this.over) return
    this.over = true
    tell()
  }
}
