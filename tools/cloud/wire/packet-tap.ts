import type { Packet } from 'mqtt-packet'
import type { PacketFields } from '../model/packets.ts'
import type { DeviceName } from '../../device-names/names.ts'

export interface SeenPacket extends PacketFields {
  readonly payload?: Buffer
}

/** One packet on the wire. `up` is from the device. */
export interface PacketSighting {
  readonly device: DeviceName
  readonly direction: 'up' | 'down'
  readonly packet: SeenPacket
  /** Bytes of the payload of a PUBLISH; 0 for all other packets. */
  readonly payloadBytes: number
  /** ms since 1970. */
  readonly timeMs: number
}

export type PacketListener = (sighting: PacketSighting) => void

/** Passes packets on to listeners; costs nothing while there are none. */
export interface PacketTap {
  readonly isOpen: boolean
  see(device: DeviceName, direction: 'up' | 'down', packet: Packet): void
  listen(listener: PacketListener): () => void
}

export function createPacketTap(wallNow: () => number): PacketTap {
  const listeners = new Set<PacketListener>()
  return {
    get isOpen() {
      return listeners.size > 0
    },
    see(device, direction, packet) {
      if (listeners.size === 0) return
      const seen = describePacket(packet)
      const sighting = { device, direction, packet: seen, payloadBytes: seen.payload?.length ?? 0, timeMs: wallNow() }
      for (const listener of [...listeners]) listener(sighting)
    },
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

export function describePacket(packet: Packet): SeenPacket {
  const type = packet.cmd
  const packetId = packet.messageId === undefined ? {} : { packetId: packet.messageId }
  switch (packet.cmd) {
    case 'connect': {
      const { clientId, username = '', keepalive = 0, clean = true, protocolVersion = 4 } = packet
      return { type, clientId, username, keepAliveS: keepalive, cleanSession: clean, protocolLevel: protocolVersion }
    }
    case 'connack':
      return { type, returnCode: packet.returnCode ?? 0, sessionPresent: packet.sessionPresent }
    case 'publish': {
      const { topic, qos, dup, retain } = packet
      const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload
      return { type, ...packetId, topicName: topic, payload, qos, dup, retain }
    }
    case 'subscribe':
      return {
        type,
        ...packetId,
        topicFilters: packet.subscriptions.map(({ topic, qos }) => ({ topicFilter: topic, qos })),
      }
    case 'unsubscribe':
      return { type, ...packetId, topicFilters: packet.unsubscriptions.map((topicFilter) => ({ topicFilter })) }
    case 'suback':
      return { type, ...packetId, granted: packet.granted.map(Number) }
    default:
      return { type, ...packetId }
  }
}
