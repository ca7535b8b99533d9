/**
 * A board's console as bytes both ways. Nothing is translated: what is written arrives byte for byte, a byte above 0x7F
 * on a TCP port too.
 */
export interface Port {
  /** As the user named it. */
  readonly name: string
  /** Resolves when the operating system has taken the bytes; rejects with UserError port-lost when the port is gone. */
  write(bytes: Uint8Array): Promise<void>
  /** Called with what arrives; one listener at a time, what comes while there is none is dropped. */
  onData: (bytes: Uint8Array) => void
  /** Called once when the port goes away by itself: the cable, the far end. */
  onLost: (why: string) => void
  /** Frees the port; may be called twice. */
  close(): Promise<void>
}

/** A port that is handed on with the begin of a line that already came. */
export interface OpenConsole {
  readonly port: Port
  readonly rest: Uint8Array
}

/** The speed of every console of the boards in tools/board-kinds, baud; USB and TCP have none. */
export const consoleBaud = 115_200
