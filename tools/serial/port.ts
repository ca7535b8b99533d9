/**
 * A board's console as bytes in both directions. Nothing is translated: what is written arrives byte for byte, even above 0x7F
 * on a TCP port.
 */
export interface Port {
  /** As the user named it. */
  readonly name: string
  /** Resolves when the operating system has taken the bytes; rejects with lostError() when the port is gone. */
  write(bytes: Uint8Array): Promise<void>
  /** Called with what arrives; there is one listener at a time, and what comes while there is none is dropped. */
  onData: (bytes: Uint8Array) => void
  /** Called once when the port is lost: the cable was pulled, or the other end closed it. */
  onLost: (why: string) => void
  /** Frees the port; may be called twice. */
  close(): Promise<void>
}

/** An open port, and the beginning of a line that has already come. */
export interface OpenConsole {
  readonly port: Port
  readonly rest: Uint8Array
}

/** The speed of every console of the boards in tools/board-kinds, baud; USB and TCP have none. */
export const consoleBaud = 115_200
