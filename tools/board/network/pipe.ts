/**
 * One end of a byte stream between a device and its peer. The in-memory network of the tests and real TCP both offer
 * it, so that a scripted peer, a chaos proxy, a broker and a board fit together in either world.
 *
 * Exactly one of `onEnd` / `onReset` is called, once, unless this side reset the stream itself.
 */
export interface Pipe {
  /** Hands bytes to the stream; they reach the other end in order. Ignored after `end` or `reset`. */
  write(bytes: Uint8Array): void
  /** Sends FIN after what was written. */
  end(): void
  /** Sends RST: what was written and not yet read is lost. */
  reset(): void
  /** Stops reading: after `windowBytes` more, what the other end writes stays unsent there. */
  pause(): void
  resume(): void
  /** How many bytes written here the other end's stack has not taken yet. */
  readonly unsent: number
  onData: (bytes: Uint8Array) => void
  onEnd: () => void
  onReset: () => void
  /** Called when `unsent` falls to 0. */
  onDrain: () => void
}

/** The outcomes that a device's `net.connect` can have. */
export type Answer = 'open' | 'refused' | 'dns-failed' | 'black-hole'

/** What a `connect` will call back with, and in how many ms. */
export interface Foreseen {
  answer: Answer
  afterMs: number
}

/** How a device reaches hosts: `connect` calls back with the device's end of the stream, or with the failure. */
export interface Transport {
  connect(host: string, port: number, tls: boolean, done: (answer: Pipe | Exclude<Answer, 'open'>) => void): void
  /**
   * Returns the outcome of the next `connect` to that port; undefined (or no such method) when it cannot be known. A device
   * whose connect throws needs it to throw at once.
   */
  foresee?(host: string, port: number, tls: boolean): Foreseen | undefined
}
