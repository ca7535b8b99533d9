/** A terminal: what it types, and what it is to hear. */
export interface Terminal {
  type(bytes: Uint8Array): void
}

export interface Upload {
  readonly state: 'waiting' | 'sending' | 'done' | 'aborted'
  /** Every byte that the board sends, until the upload is over. */
  heard(bytes: Uint8Array): void
}

const control = { soh: 1, stx: 2, eot: 4, ack: 6, nak: 0x15, cancel: 0x18, ask: 0x43 } as const
const dataBytes = 1024
const headerBytes = 128

/** Sends a file by YMODEM with packets of 1 KiB, as `.flash -w` wants it, from the board's first `C` on. */
export function sendByYmodem(terminal: Terminal, name: string, file: Uint8Array): Upload {
  return new YmodemUpload(terminal, packetsOf(name, file))
}

function packetsOf(name: string, file: Uint8Array): Uint8Array[] {
  const packets = [packet(0, headerBytes, Buffer.from(`${name}\0${file.length} `))]
  for (let at = 0; at < file.length; at += dataBytes)
    packets.push(packet(packets.length, dataBytes, file.subarray(at, at + dataBytes)))
  return [...packets, Uint8Array.of(control.eot), packet(0, headerBytes, new Uint8Array(0))]
}

function packet(number: number, size: number, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(3 + size + 2)
  bytes.set([size === headerBytes ? control.soh : control.stx, number & 0xff, ~number & 0xff])
  bytes.set(data, 3)
  new DataView(bytes.buffer).setUint16(3 + size, crc16(bytes.subarray(3, 3 + size)))
  return bytes
}

/** CRC-16 with polynomial 0x1021 and nothing to begin with. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let i = 0; i < 8; i++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : crc << 1
  }
  return crc
}

class YmodemUpload implements Upload {
  state: Upload['state'] = 'waiting'
  /** The packet that is to be acknowledged, -1 before the first. */
  private at = -1
  private cancels = 0

  constructor(
    private readonly terminal: Terminal,
    private readonly packets: readonly Uint8Array[],
  ) {}

  heard(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.state === 'done' || this.state === 'aborted') return
      this.answer(byte)
    }
  }

  private answer(byte: number): void {
    this.cancels = byte === control.cancel ? this.cancels + 1 : 0
    if (this.cancels === 2) this.state = 'aborted'
    if (this.state === 'waiting') {
      if (byte === control.ask) this.send(0)
      return
    }
    if (byte === control.ack) this.send(this.at + 1)
    if (byte === control.nak) this.send(this.at)
  }

  private send(at: number): void {
    const next = this.packets[at]
    this.at = at
    this.state = next ? 'sending' : 'done'
    if (next) this.terminal.type(next)
  }
}
