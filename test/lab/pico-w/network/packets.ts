/** The parts of IPv4 packets that this small network needs (RFC 791, 768, 793). Addresses are strings, '192.0.2.7'. */
export interface IpPacket {
  protocol: number
  from: string
  to: string
  body: Uint8Array
}

export const protocols = { udp: 17, tcp: 6 } as const
export const etherTypes = { ip: 0x0800, arp: 0x0806 } as const
const ipBytes = 20

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

export function addressBytes(address: string): number[] {
  return address.split('.').map(Number)
}

export function addressText(bytes: Uint8Array): string {
  return bytes.join('.')
}

export function etherFrame(to: Uint8Array, from: Uint8Array, type: number, body: Uint8Array): Uint8Array {
  const frame = new Uint8Array(14 + body.length)
  frame.set(to, 0)
  frame.set(from, 6)
  viewOf(frame).setUint16(12, type)
  frame.set(body, 14)
  return frame
}

export function encodeIp({ protocol, from, to, body }: IpPacket): Uint8Array {
  const packet = new Uint8Array(ipBytes + body.length)
  const view = viewOf(packet)
  packet[0] = 0x45
  view.setUint16(2, packet.length)
  view.setUint16(6, 0x4000)
  packet[8] = 64
  packet[9] = protocol
  packet.set(addressBytes(from), 12)
  packet.set(addressBytes(to), 16)
  view.setUint16(10, checksum(packet.subarray(0, ipBytes)))
  packet.set(body, ipBytes)
  return packet
}

/** Returns undefined for what is no whole IPv4 packet. Options are skipped; fragments are not put together. */
export function decodeIp(bytes: Uint8Array): IpPacket | undefined {
  const first = bytes[0] ?? 0
  const head = (first & 0x0f) * 4
  if (first >> 4 !== 4 || bytes.length < head || head < ipBytes) return undefined
  const total = viewOf(bytes).getUint16(2)
  if (total < head || total > bytes.length) return undefined
  const [from, to] = [addressText(bytes.subarray(12, 16)), addressText(bytes.subarray(16, 20))]
  return { protocol: bytes[9] ?? 0, from, to, body: bytes.subarray(head, total) }
}

export interface Datagram {
  fromPort: number
  toPort: number
  body: Uint8Array
}

/** Without a checksum, as UDP allows. */
export function encodeUdp({ fromPort, toPort, body }: Datagram): Uint8Array {
  const datagram = new Uint8Array(8 + body.length)
  const view = viewOf(datagram)
  view.setUint16(0, fromPort)
  view.setUint16(2, toPort)
  view.setUint16(4, datagram.length)
  datagram.set(body, 8)
  return datagram
}

export function decodeUdp(bytes: Uint8Array): Datagram | undefined {
  if (bytes.length < 8) return undefined
  const view = viewOf(bytes)
  return { fromPort: view.getUint16(0), toPort: view.getUint16(2), body: bytes.subarray(8, view.getUint16(4)) }
}

/** The Internet checksum (RFC 1071) of the parts, one behind the other; all but the last have an even length. */
export function checksum(...parts: readonly Uint8Array[]): number {
  let sum = 0
  for (const part of parts) {
    for (let i = 0; i < part.length; i += 2) sum += ((part[i] ?? 0) << 8) | (part[i + 1] ?? 0)
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

/** What a TCP checksum covers beside the segment. */
export function pseudoHeader(from: string, to: string, protocol: number, length: number): Uint8Array {
  return Uint8Array.from([...addressBytes(from), ...addressBytes(to), 0, protocol, length >> 8, length & 0xff])
}
