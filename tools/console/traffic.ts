import type { LiveMessage } from '../cloud/console-api/calls.ts'

export type PacketMessage = Extract<LiveMessage, { kind: 'packet' }>

/** The packets of a device that the page keeps, oldest first, and how many it was told are missing. */
export interface Traffic {
  readonly packets: readonly PacketMessage[]
  readonly missed: number
}

export const noTraffic: Traffic = { packets: [], missed: 0 }

/** How many packets are kept: the newest. */
export const mostPackets = 500

export function withTraffic(known: Traffic, message: Extract<LiveMessage, { kind: 'packet' | 'missed' }>): Traffic {
  if (message.kind === 'missed') return { ...known, missed: known.missed + message.count }
  return { ...known, packets: [...known.packets.slice(1 - mostPackets), message] }
}

/** Which packets the user wants to see. */
export interface TrafficFilter {
  /** Anywhere in the packet, in upper or lower case. */
  readonly text: string
  readonly direction: 'both' | 'up' | 'down'
  readonly pings: boolean
  readonly acks: boolean
}

export const everything: TrafficFilter = { text: '', direction: 'both', pings: true, acks: true }

const acknowledgements = new Set(['puback', 'suback', 'unsuback', 'pubrec', 'pubrel', 'pubcomp'])

export function passes({ direction, packet }: PacketMessage, filter: TrafficFilter): boolean {
  if (filter.direction !== 'both' && direction !== filter.direction) return false
  if (!filter.pings && packet.type.startsWith('ping')) return false
  if (!filter.acks && acknowledgements.has(packet.type)) return false
  const text = filter.text.toLowerCase()
  return text === '' || JSON.stringify(packet).toLowerCase().includes(text)
}
