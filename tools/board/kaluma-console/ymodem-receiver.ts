const soh = 0x01
const stx = 0x02
const eot = 0x04
const ack = 0x06
const nak = 0x15
const can = 0x18
const askFor = 0x43
/** 'A' and 'a' in the place of a packet end a transfer. */
const aborts = [0x41, 0x61]

const downloadMs = 1000
const mostErrors = 5
const numberAt = 0
const dataAt = 2
/** Number, inverted number and CRC, without the first byte. */
const overhead = 4

/** How a transfer ended, as the board says it. */
export type Outcome = 'Done' | 'Aborted' | 'Verification failed'

/** What the receiver waits for: so many bytes at once, for so long; with 0 bytes nothing but the time. */
export interface Wish {
  readonly bytes: number
  readonly ms: number
}

export interface ReceiverHost {
  say(...bytes: number[]): void
  /** The header packet: erases the slot, which takes so long, ms. */
  begin(size: number): number
  /** Returns false when there is no more room. */
  append(bytes: Uint8Array): boolean
  end(): void
}

/** A run of the receiver: yields what it waits for, is given the bytes, or undefined when they did not come in time. */
export type Receiver = Generator<Wish, Outcome, Uint8Array | undefined>

type Packet = 'error' | 'timeout' | 'abort' | 'cancel' | 'end' | Uint8Array

/**
 * km_ymodem_receive() of src/ymodem.c, with what is wrong there: a packet of another number than the next one counts as
 * received, so that nothing gets through after it; what is left of a packet that came short is read as packets; and after too many
 * errors it says CAN CAN, but goes on.
 */
export function* receiveYmodem(host: ReceiverHost): Receiver {
  let received = 0
  let errors = 0
  let hasBegun = false
  for (;;) {
    const packet = yield* readPacket()
    if (packet === 'abort') {
      host.say(can, can)
      return 'Aborted'
    }
    if (packet === 'error' || packet === 'timeout') {
      if (hasBegun) errors++
      if (errors > mostErrors) host.say(can, can)
      else host.say(askFor)
      continue
    }
    errors = 0
    if (packet === 'cancel') {
      host.say(ack)
      return 'Aborted'
    }
    if (packet === 'end') {
      host.say(ack)
      received = 0
      continue
    }
    if (packet[numberAt] !== (received & 0xff)) host.say(nak)
    else if (received === 0) {
      if (packet[dataAt] === 0) {
        host.say(ack)
        host.end()
        return 'Done'
      }
      yield { bytes: 0, ms: host.begin(sizeIn(packet)) }
      host.say(ack, askFor)
    } else if (host.append(packet.subarray(dataAt, -2))) host.say(ack)
    else {
      host.say(can, can)
      return 'Verification failed'
    }
    received++
    hasBegun = true
  }
}

function* readPacket(): Generator<Wish, Packet, Uint8Array | undefined> {
  const first = (yield { bytes: 1, ms: downloadMs })?.[0]
  if (first === undefined) return 'timeout'
  if (first === eot) return 'end'
  if (first === can) return (yield { bytes: 1, ms: downloadMs })?.[0] === can ? 'cancel' : 'error'
  if (aborts.includes(first)) return 'abort'
  if (first !== soh && first !== stx) return 'error'
  const size = first === soh ? 128 : 1024
  const rest = yield { bytes: size + overhead, ms: downloadMs }
  if (rest === undefined) return 'timeout'
  const [number = 0, inverted = 0] = rest
  if (number !== (inverted ^ 0xff)) return 'error'
  const crc = ((rest[size + dataAt] ?? 0) << 8) | (rest[size + dataAt + 1] ?? 0)
  return crc === crcOf(rest.subarray(dataAt, size + dataAt)) ? rest : 'error'
}

/** The size in a header packet, behind the name's NUL, up to a blank. */
function sizeIn(packet: Uint8Array): number {
  const text = Buffer.from(packet.subarray(dataAt)).toString('latin1')
  return Number.parseInt(text.slice(text.indexOf('\0') + 1), 10) || 0
}

/** calc_crc16(): bit by bit, with two bytes of 0 behind the data. */
function crcOf(data: Uint8Array): number {
  let crc = 0
  for (const byte of [...data, 0, 0])
    for (let bit = 7; bit >= 0; bit--) {
      crc = (crc << 1) | ((byte >> bit) & 1)
      if (crc & 0x10000) crc ^= 0x11021
    }
  return crc
}
