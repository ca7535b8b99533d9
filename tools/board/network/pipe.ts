/**
 * One end of a byte stream between a device and its peer. The in-memory network of the tests and real TCP both offer
 * it, so that a scripted peer, a chaos proxy, a broker and a board fit together in either world.
 *
 * Exactly one of `onEnd` / `onReset` is called, once, unless this side reset the stream itself.
 */
export interface Pipe {
  /** Hands bytes to the stream; they reach the other end in order. Ignored after `end` or `reset`. */
  write(bytes: Uint8Array): void
  /** Sends FIN: what was written still arrives. */
  end(): void
  /** Sends RST: what was written and not yet read is lost. */
  reset(): void
  /** Stops taking bytes in: after `windowBytes` more, the other end's writes stay unsent there. */
  pause(): void
  resume(): void
  /** How many bytes written here the other end's stack has not taken yet. */
  readonly unsent: number
  onData: (bytes: Uint8Array) => void
  onEnd: () => void
  onReset: () => void
  /** `unsent` fell to 0. */
  onDrain: () => void
}

/** What a name resolves to and what is behind a port: the answers a device's `net.connect` can meet. */
export type Answer = 'open' | 'refused' | 'dns-failed' | 'black-hole'

/** What a `connect` will call back with, and in how many ms. */
export interface Foreseen {
  answer: Answer
  afterMs: number
}

/** How a device reaches hosts: `connect` calls back with the device's end, or with the way it failed. */
export interface Transport {
  connect(host: string, port: number, tls: boolean, done: (answer: Pipe | Exclude<Answer, 'open'>) => void): void
  /**
   * What the next `connect` to there will meet; undefined (or no such method) when that cannot be known. A device whose
   * connect blocks throws from it what is foreseen.
   */
  foresee?(host: string, port: number, tls: boolean): Foreseen | undefined
}
