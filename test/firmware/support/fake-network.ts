import type { Network, Socket } from '../../../firmware/platform/platform.ts'
import { latin1, wire } from './bytes.ts'

/** One socket; the test says what happens on it, as the engine would. */
export interface FakeSocket {
  /** All that was written, in hex, one entry a write. */
  readonly written: string[]
  /** Ended by the firmware; with these last bytes in `written`, if there were any. */
  readonly isEnded: () => boolean
  /** Ended, and at once. */
  readonly isDestroyed: () => boolean
  /** The socket has taken all that was written; the first time it also means that it is open. */
  drain(): void
  data(...chunks: readonly (string | Uint8Array)[]): void
  error(code: number): void
  close(hadError?: boolean): void
  /** From now on write throws: the peer has closed, but the event is still in the engine's queue. */
  breakDown(): void
}

export interface FakeNetwork extends Network {
  readonly sockets: FakeSocket[]
  /** What was asked for, as host:port. */
  readonly asked: string[]
  /** When set, connect throws what it answers, as builds do that connect blocking. */
  failing: (() => Error) | undefined
}

type Listener = (this: Socket, value: never) => void

function createSocket(): { socket: Socket; fake: FakeSocket } {
  const listeners = new Map<string, Listener[]>()
  const written: string[] = []
  let ended = false
  let broken = false
  const socket: Socket = {
    write(bytes) {
      if (ended || broken) throw new Error('This socket is closed')
      written.push(wire(bytes).toString('hex'))
    },
    end(last) {
      if (ended) return
      if (last !== undefined) socket.write(last)
      ended = true
    },
    on(event: string, listener: Listener) {
      listeners.set(event, [...(listeners.get(event) ?? []), listener])
    },
  }
  const emit = (event: string, value?: unknown): void => {
    for (const listener of listeners.get(event) ?? []) listener.call(socket, value as never)
  }
  const fake: FakeSocket = {
    written,
    isEnded: () => ended,
    isDestroyed: () => ended && socket.clsNow === true,
    drain: () => emit('drain'),
    data: (...chunks) => chunks.forEach((chunk) => emit('data', typeof chunk === 'string' ? chunk : latin1(chunk))),
    error: (code) => emit('error', { code, message: 'as the engine words it' }),
    close: (hadError = false) => emit('close', hadError),
    breakDown: () => (broken = true),
  }
  return { socket, fake }
}

export function createFakeNetwork(): FakeNetwork {
  const network: FakeNetwork = {
    sockets: [],
    asked: [],
    failing: undefined,
    connect({ host, port }) {
      network.asked.push(`${host}:${port}`)
      if (network.failing !== undefined) throw network.failing()
      const { socket, fake } = createSocket()
      network.sockets.push(fake)
      return socket
    },
  }
  return network
}
