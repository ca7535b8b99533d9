/** Control bytes of YMODEM (Forsberg, XMODEM/YMODEM protocol reference, 1988). */
export const control = { soh: 0x01, stx: 0x02, eot: 0x04, ack: 0x06, nak: 0x15, can: 0x18, c: 0x43 } as const

const shortBytes = 128
const longBytes = 1024
/** What fills the last packet of a file. */
const padding = 0x1a

/** How often each packet is sent, at most. */
const packetTries = 10
/** How long the board may take to acknowledge, ms: the header packet erases 512 KB of flash, with nothing else going on. */
const waits = { header: 60_000, data: 10_000, ask: 3_000, end: 3_000 } as const

/** A line to the board, byte by byte. */
export interface ByteLine {
  /** The next byte; undefined when none comes `withinMs`. Rejects when the line is lost. */
  read(withinMs: number): Promise<number | undefined>
  /** Forgets what has come and was not read. */
  drain(): void
  write(bytes: Uint8Array): Promise<void>
}

export interface YmodemFile {
  readonly name: string
  readonly bytes: Uint8Array
}

export interface YmodemHooks {
  /** Called before the first packet goes out: from now on the board's program is gone. */
  onBegin(): void
  onProgress(sentBytes: number, allBytes: number): void
}

/** Why a transfer ended early. `cancelled`: the board sent CAN CAN; `silent`: nothing came; `damaged`: no try got through. */
export class TransferFailed extends Error {
  constructor(readonly why: 'cancelled' | 'silent' | 'damaged') {
    super(why)
  }
}

/** CRC-16/XMODEM: polynomial 0x1021, from 0, high bit first. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) !== 0 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff
  }
  return crc
}

/** A packet: SOH with 128 bytes or STX with 1,024, its number and that inverted, the data padded, CRC-16. */
export function packetOf(number: number, data: Uint8Array, fill: number = padding): Uint8Array {
  const size = data.length > shortBytes ? longBytes : shortBytes
  const body = new Uint8Array(size).fill(fill)
  body.set(data)
  const crc = crc16(body)
  const low = number & 0xff
  return Uint8Array.of(size === longBytes ? control.stx : control.soh, low, low ^ 0xff, ...body, crc >> 8, crc & 0xff)
}

/** The header packet: name, NUL, size in decimal, blank. An empty name ends the session. */
export function headerOf(name: string, size?: number): Uint8Array {
  const text = name === '' ? '' : `${name}\0${size} `
  return packetOf(0, Buffer.from(text, 'latin1'), 0)
}

/**
 * Sends a file to a receiver that has begun to ask for it with `C`. Every packet is sent until it is acknowledged. Rejects with
 * TransferFailed, after which the receiver may still be waiting, and with what the line rejects with.
 */
export async function sendFile(line: ByteLine, { name, bytes }: YmodemFile, hooks: YmodemHooks): Promise<void> {
  hooks.onBegin()
  await deliver(line, headerOf(name, bytes.length), waits.header)
  // The receiver asks once more before the first data; one that does not is ready, too.
  await answer(line, waits.ask, 1)
  let number = 1
  for (let at = 0; at < bytes.length; at += longBytes) {
    await deliver(line, packetOf(number++, bytes.subarray(at, at + longBytes)), waits.data)
    hooks.onProgress(Math.min(at + longBytes, bytes.length), bytes.length)
  }
  await deliver(line, Uint8Array.of(control.eot), waits.data)
  // A receiver whose last acknowledgement is lost has ended all the same: what it says next tells.
  await deliver(line, headerOf(''), waits.end, true)
}

/** Ends a transfer from here: the receiver goes back to its prompt. */
export function cancel(line: Pick<ByteLine, 'write'>): Promise<void> {
  return line.write(Uint8Array.of(control.can, control.can))
}

/** Sends a packet until it is acknowledged; with `mayBeSilent` silence counts as that. */
async function deliver(line: ByteLine, packet: Uint8Array, waitMs: number, mayBeSilent = false): Promise<void> {
  for (let attempt = 0; attempt < packetTries; attempt++) {
    line.drain()
    await line.write(packet)
    // A first C may be older than the packet, so only the second one asks for it again.
    const said = await answer(line, waitMs, 2)
    if (said === 'ack' || (said === 'silence' && mayBeSilent)) return
    if (said === 'silence') throw new TransferFailed('silent')
  }
  throw new TransferFailed('damaged')
}

/** Reads on until the receiver has acknowledged, refused, asked `times` times, or said nothing for so long; skips all else. */
async function answer(line: ByteLine, waitMs: number, times: number): Promise<'ack' | 'again' | 'silence'> {
  let asked = 0
  let last: number | undefined
  for (;;) {
    const byte = await line.read(waitMs)
    if (byte === undefined) return 'silence'
    if (byte === control.ack) return 'ack'
    if (byte === control.nak) return 'again'
    if (byte === control.can && last === control.can) throw new TransferFailed('cancelled')
    if (byte === control.c && ++asked === times) return 'again'
    last = byte
  }
}
