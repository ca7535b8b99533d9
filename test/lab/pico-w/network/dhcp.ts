import { addressBytes, viewOf } from './packets.ts'

export interface Lease {
  address: string
  /** The server, which is the router and the name server, too. */
  server: string
  leaseS: number
}

const kinds = { discover: 1, offer: 2, request: 3, ack: 5, nak: 6 } as const
const cookieAt = 236
const cookie = [99, 130, 83, 99]
const optionsAt = 240
const options = { mask: 1, router: 3, names: 6, wanted: 50, lease: 51, kind: 53, server: 54, end: 255 } as const

/** Returns the DHCP server's answer (RFC 2131) to a message, undefined when it wants none. */
export function answerDhcp(message: Uint8Array, lease: Lease): Uint8Array | undefined {
  if (message.length < optionsAt || message[0] !== 1) return undefined
  const asked = readOptions(message)
  const kind = asked.get(options.kind)?.[0]
  const wanted = asked.get(options.wanted) ?? message.subarray(12, 16)
  const address = addressBytes(lease.address)
  if (kind === kinds.discover) return encode(message, lease, kinds.offer)
  if (kind !== kinds.request) return undefined
  const isRight = address.every((byte, i) => wanted[i] === byte)
  return encode(message, lease, isRight ? kinds.ack : kinds.nak)
}

function encode(message: Uint8Array, lease: Lease, kind: number): Uint8Array {
  const server = addressBytes(lease.server)
  const answer = new Uint8Array(300)
  answer.set(message.subarray(0, 44))
  answer[0] = 2
  answer.fill(0, 12, 24)
  if (kind !== kinds.nak) answer.set(addressBytes(lease.address), 16)
  answer.set(server, 20)
  answer.set(cookie, cookieAt)
  const time = new Uint8Array(4)
  viewOf(time).setUint32(0, lease.leaseS)
  const common = [options.kind, 1, kind, options.server, 4, ...server]
  const granted = [options.lease, 4, ...time, options.mask, 4, 255, 255, 255, 0]
  const places = [options.router, 4, ...server, options.names, 4, ...server]
  answer.set([...common, ...(kind === kinds.nak ? [] : [...granted, ...places]), options.end], optionsAt)
  return answer
}

function readOptions(message: Uint8Array): Map<number, Uint8Array> {
  const found = new Map<number, Uint8Array>()
  for (let at = optionsAt; at < message.length;) {
    const code = message[at] ?? options.end
    if (code === options.end) break
    const length = code === 0 ? -1 : (message[at + 1] ?? 0)
    if (code !== 0) found.set(code, message.subarray(at + 2, at + 2 + length))
    at += 2 + length
  }
  return found
}
