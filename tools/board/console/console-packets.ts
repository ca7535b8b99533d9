import type { FlashStorage } from '../../storage/flash-storage.ts'

/** Control characters of the packets (Espruino's README_Protocol.md). */
export const dle = 0x10
export const soh = 0x01
const ack = '\x06'
const nak = '\x15'

/** The top three bits of a packet's first two bytes; the other 13 are its length. */
const types = { response: 0x0000, eval: 0x2000, fileSend: 0x6000, data: 0x8000, fileReceive: 0xa000 } as const
const typeMask = 0xe000
const receiveChunkBytes = 1024
const headerBytes = 2

export interface PacketHost {
  readonly storage: FlashStorage
  /** Runs an expression and returns its value as text. Throws what the board throws. */
  evaluate(source: string): string
  /** Prints what was thrown. */
  threw(error: unknown): void
  /** Sends characters, each of them one byte. */
  say(text: string): void
}

/** Collects the bytes of one packet. */
export class PacketReader {
  private readonly bytes: number[] = []

  /** Takes a byte; returns the packet when it was the last one. */
  take(byte: number): Uint8Array | undefined {
    this.bytes.push(byte)
    const [high = 0, low = 0] = this.bytes
    const length = ((high << 8) | low) & ~typeMask
    return this.bytes.length >= headerBytes + length && this.bytes.length >= headerBytes
      ? Uint8Array.from(this.bytes)
      : undefined
  }
}

/** Carries out packets as the engine does: files are written to Storage piece by piece, expressions run at once. */
export class PacketActor {
  /** The file that is being sent. */
  private file: { name: string; bytes: number; at: number } | undefined

  constructor(private readonly host: PacketHost) {}

  act(packet: Uint8Array): void {
    const type = (((packet[0] ?? 0) << 8) | (packet[1] ?? 0)) & typeMask
    const data = packet.subarray(headerBytes)
    if (type === types.eval) this.evaluate(Buffer.from(data).toString('latin1'))
    else if (type === types.fileSend) this.open(data)
    else if (type === types.data) this.append(data)
    else if (type === types.fileReceive) this.send(data)
    else this.host.say(nak)
  }

  /** Forgets a transfer that was under way; called when the board starts. */
  reset(): void {
    this.file = undefined
  }

  private evaluate(source: string): void {
    try {
      const answer = this.host.evaluate(source)
      this.host.say(ack)
      this.reply(types.response, answer)
    } catch (error) {
      this.host.say(nak)
      this.host.threw(error)
    }
  }

  private open(data: Uint8Array): void {
    const { fn, s } = parse(data)
    this.file = typeof fn === 'string' && typeof s === 'number' && s > 0 ? { name: fn, bytes: s, at: 0 } : undefined
    this.host.say(this.file ? ack : nak)
  }

  private append(data: Uint8Array): void {
    const { file } = this
    if (!file) return this.host.say(nak)
    try {
      this.host.storage.write(file.name, data, file.at, file.bytes)
    } catch (error) {
      this.host.threw(error)
    }
    file.at += data.length
    if (file.at >= file.bytes) this.file = undefined
    // The engine acknowledges even a write that failed.
    this.host.say(ack)
  }

  private send(data: Uint8Array): void {
    const { fn } = parse(data)
    const bytes = typeof fn === 'string' ? this.host.storage.read(fn) : undefined
    if (!bytes) return this.host.say(nak)
    this.host.say(ack)
    for (let at = 0; at < bytes.length; at += receiveChunkBytes) {
      this.reply(types.data, Buffer.from(bytes.subarray(at, at + receiveChunkBytes)).toString('latin1'))
    }
    this.reply(types.data, '')
  }

  private reply(type: number, text: string): void {
    const flags = type | text.length
    this.host.say(String.fromCharCode(dle, soh, flags >> 8, flags & 0xff) + text)
  }
}

function parse(data: Uint8Array): { fn?: unknown; s?: unknown } {
  try {
    return (JSON.parse(Buffer.from(data).toString('latin1')) ?? {}) as { fn?: unknown; s?: unknown }
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}
