import type { PacketPort } from './gspi.ts'

/** The channels of the driver's protocol, SDPCM. */
export const channels = { control: 0, event: 1, data: 2 } as const

export interface SdpcmUser {
  /** A command of the driver; what is returned goes back as the answer. */
  command(command: { isSet: boolean; number: number; payload: Uint8Array }): Uint8Array
  /** An Ethernet frame to the access point. */
  frame(frame: Uint8Array): void
}

const headerBytes = 12
const commandBytes = 16
const bdcBytes = 4
/** What stands between the header and the next one, so that the driver finds events at the alignment it expects. */
const eventGap = 6
/** How many packets the driver may send beyond the last one that came. */
const credit = 10

/** The packets of function 2: commands and their answers, events, and Ethernet frames. */
export class Sdpcm implements PacketPort {
  /** Called when something is ready to be read, or no longer. */
  changed: () => void = () => undefined
  private queue: Uint8Array[] = []
  private sequence = 0
  /** Of the next packet that the driver will send. */
  private expected = 0
  private promised = 1

  constructor(private readonly user: SdpcmUser) {}

  powerOn(): void {
    this.queue = []
    this.sequence = 0
    this.expected = 0
    this.promised = 1
    this.changed()
  }

  next(): Uint8Array | undefined {
    return this.queue[0]
  }

  taken(): void {
    this.queue.shift()
    this.changed()
  }

  sent(packet: Uint8Array): void {
    const view = viewOf(packet)
    const size = view.getUint16(0, true)
    if ((size ^ view.getUint16(2, true)) !== 0xffff || size > packet.length) return
    this.expected = ((packet[4] ?? 0) + 1) & 0xff
    const channel = (packet[5] ?? 0) & 0x0f
    const body = packet.subarray(packet[7] ?? headerBytes, size)
    if (channel === channels.control) this.answer(body)
    if (channel === channels.data) this.user.frame(body.subarray(bdcBytes + 4 * (body[3] ?? 0)))
    this.renewCredit()
  }

  event(frame: Uint8Array): void {
    this.put(channels.event, eventGap, withBdc(frame))
  }

  frame(frame: Uint8Array): void {
    this.put(channels.data, 0, withBdc(frame))
  }

  private answer(body: Uint8Array): void {
    const view = viewOf(body)
    const number = view.getUint32(0, true)
    const isSet = (view.getUint32(8, true) & 2) !== 0
    const result = this.user.command({ isSet, number, payload: body.slice(commandBytes) })
    const answer = new Uint8Array(commandBytes + result.length)
    answer.set(body.subarray(0, commandBytes))
    viewOf(answer).setUint32(4, result.length, true)
    viewOf(answer).setUint32(12, 0, true)
    answer.set(result, commandBytes)
    this.put(channels.control, 0, answer)
  }

  /** A packet without anything in it, when the driver could send no more and nothing else will tell it that it may. */
  private renewCredit(): void {
    const left = (this.promised - this.expected) & 0xff
    if (left < credit / 2 && this.queue.length === 0) this.put(channels.data, 0, new Uint8Array(0))
  }

  private put(channel: number, gap: number, body: Uint8Array): void {
    const at = headerBytes + gap
    const size = body.length === 0 ? headerBytes : at + body.length
    const packet = new Uint8Array((size + 3) & ~3)
    const view = viewOf(packet)
    this.promised = (this.expected + credit) & 0xff
    view.setUint16(0, size, true)
    view.setUint16(2, ~size & 0xffff, true)
    packet.set([this.sequence++ & 0xff, channel, 0, at, 0, this.promised], 4)
    packet.set(body, at)
    this.queue.push(packet)
    this.changed()
  }
}

/** The header before frames and events: version 2, no priority, the first interface, nothing to skip. */
function withBdc(frame: Uint8Array): Uint8Array {
  const body = new Uint8Array(bdcBytes + frame.length)
  body[0] = 0x20
  body.set(frame, bdcBytes)
  return body
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
