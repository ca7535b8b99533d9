import type { Transport } from '../../../../tools/board/network/pipe.ts'
import type { Clock } from '../../../../tools/time/clock.ts'
import { answerDhcp } from './dhcp.ts'
import { answerDns, nameAsked } from './dns.ts'
import {
  decodeIp,
  decodeUdp,
  encodeIp,
  encodeUdp,
  etherFrame,
  etherTypes,
  protocols,
  viewOf,
  type IpPacket,
} from './packets.ts'

import { TcpConnection } from './tcp-connection.ts'
import { decodeSegment, encodeSegment, flags, type Segment } from './tcp-segment.ts'

export interface LanOptions {
  /** The board's address; default 192.0.2.7. It may be changed, for the next lease. */
  ip?: string
  /** False: nobody gives the board an address. Default true. */
  dhcp?: boolean
  leaseS?: number
  /**
   * What the name server does with a name. Default: it knows every name, but those of which the transport foresees that they
   * are not found.
   */
  resolve?: (name: string) => 'known' | 'unknown' | 'silence'
}

const serverAddress = '192.0.2.1'
const serverMac = Uint8Array.of(0x02, 0, 0, 0, 0, 0xfe)
const broadcast = new Uint8Array(6).fill(0xff)
const ports = { dns: 53, dhcpServer: 67, dhcpClient: 68 } as const
/** Addresses for names, which nobody routes (RFC 2544). */
const nameNet = '198.18.0.'

/**
 * The network behind the access point: ARP, a DHCP server, a name server, and hosts, each of whose TCP ports is the
 * transport's. One way to a host takes no time but the transport's own.
 */
export class Lan {
  ip: string
  dhcp: boolean
  private readonly names: string[] = []
  private readonly connections = new Map<string, TcpConnection>()
  private sequence = 0x10000

  constructor(
    private readonly clock: Clock,
    private readonly transport: Transport,
    private readonly options: LanOptions,
    private readonly deliver: (frame: Uint8Array) => void,
  ) {
    this.ip = options.ip ?? '192.0.2.7'
    this.dhcp = options.dhcp ?? true
  }

  /** How many connections have a far end. */
  get open(): number {
    return this.connections.size
  }

  /** A frame of the board; without `hasDhcp` its access point gives no addresses. */
  sent(frame: Uint8Array, hasDhcp = true): void {
    if (frame.length < 14) return
    const from = frame.slice(6, 12)
    const type = viewOf(frame).getUint16(12)
    const body = frame.subarray(14)
    if (type === etherTypes.arp) this.answerArp(body, from)
    if (type !== etherTypes.ip) return
    const packet = decodeIp(body)
    if (packet?.protocol === protocols.udp) this.datagram(packet, from, hasDhcp)
    if (packet?.protocol === protocols.tcp) this.segment(packet, from)
  }

  /** Whoever asks for another address than the board's own gets the router's. */
  private answerArp(body: Uint8Array, from: Uint8Array): void {
    if (viewOf(body).getUint16(6) !== 1) return
    const target = body.slice(24, 28)
    if (target.join('.') === this.ip || target.every((byte, i) => byte === body[14 + i])) return
    const answer = Uint8Array.from(body.subarray(0, 28))
    viewOf(answer).setUint16(6, 2)
    answer.set(body.subarray(8, 18), 18)
    answer.set(serverMac, 8)
    answer.set(target, 14)
    this.deliver(etherFrame(from, serverMac, etherTypes.arp, answer))
  }

  private datagram(packet: IpPacket, mac: Uint8Array, hasDhcp: boolean): void {
    const datagram = decodeUdp(packet.body)
    if (datagram?.toPort === ports.dhcpServer && this.dhcp && hasDhcp) {
      const lease = { address: this.ip, server: serverAddress, leaseS: this.options.leaseS ?? 86_400 }
      const body = answerDhcp(datagram.body, lease)
      const udp = body && encodeUdp({ fromPort: ports.dhcpServer, toPort: ports.dhcpClient, body })
      if (udp)
        this.sendIp({ protocol: protocols.udp, from: serverAddress, to: '255.255.255.255', body: udp }, broadcast)
    }
    if (datagram?.toPort !== ports.dns) return
    const name = nameAsked(datagram.body)
    const address = name === undefined ? 'silence' : this.addressOf(name)
    if (address === 'silence') return
    const body = answerDns(datagram.body, address)
    const udp = encodeUdp({ fromPort: ports.dns, toPort: datagram.fromPort, body })
    this.sendIp({ protocol: protocols.udp, from: packet.to, to: packet.from, body: udp }, mac)
  }

  private addressOf(name: string): string | undefined {
    const found = this.options.resolve?.(name) ?? this.foresee(name)
    if (found !== 'known') return found === 'silence' ? 'silence' : undefined
    if (!this.names.includes(name)) this.names.push(name)
    return `${nameNet}${this.names.indexOf(name) + 1}`
  }

  private foresee(name: string): 'known' | 'unknown' {
    return this.transport.foresee?.(name, 0, false)?.answer === 'dns-failed' ? 'unknown' : 'known'
  }

  private segment(packet: IpPacket, mac: Uint8Array): void {
    const segment = decodeSegment(packet.body)
    if (!segment) return
    const key = `${packet.from}:${segment.fromPort} ${packet.to}:${segment.toPort}`
    const isFirst = (segment.flags & (flags.syn | flags.ack)) === flags.syn
    const known = this.connections.get(key)
    if (known) return known.arrived(segment)
    const answer = (one: Omit<Segment, 'fromPort' | 'toPort'>): void => {
      const whole = { ...one, fromPort: segment.toPort, toPort: segment.fromPort }
      const body = encodeSegment(whole, packet.to, packet.from)
      this.sendIp({ protocol: protocols.tcp, from: packet.to, to: packet.from, body }, mac)
    }
    if (isFirst) return this.dial(key, segment, packet.to, answer)
    if (segment.flags & flags.rst) return
    const empty = { acknowledged: 0, window: 0, data: new Uint8Array(0) }
    answer({ ...empty, sequence: segment.acknowledged, flags: flags.rst })
  }

  private dial(
    key: string,
    syn: Segment,
    to: string,
    send: (segment: Omit<Segment, 'fromPort' | 'toPort'>) => void,
  ): void {
    this.sequence = (this.sequence + 0x10000) >>> 0
    const closed = (): void => {
      if (this.connections.get(key) === connection) this.connections.delete(key)
    }
    const connection: TcpConnection = new TcpConnection(syn, this.sequence, { clock: this.clock, send, closed })
    this.connections.set(key, connection)
    const host = to.startsWith(nameNet) ? (this.names[Number(to.slice(nameNet.length)) - 1] ?? to) : to
    this.transport.connect(host, syn.toPort, false, (answer) => {
      if (answer === 'black-hole') return
      const isWanted = this.connections.get(key) === connection
      if (typeof answer === 'object') {
        if (isWanted) connection.open(answer)
        else answer.reset()
      } else if (isWanted) {
        connection.reset()
      }
    })
  }

  private sendIp(packet: IpPacket, mac: Uint8Array): void {
    this.deliver(etherFrame(mac, serverMac, etherTypes.ip, encodeIp(packet)))
  }
}
