import type { ClientPacket } from './client-packet.ts'
import { connack, pingresp, puback, suback, unsuback } from './mqtt-bytes.ts'

export type AnswerType = 'connack' | 'suback' | 'unsuback' | 'puback' | 'pingresp'

/** Returns the answer of a well-behaved server of this platform, which accepts every client and grants QoS 0 and 1. */
export function answerTo(packet: ClientPacket): { type: AnswerType; bytes: Uint8Array } | undefined {
  switch (packet.type) {
    case 'connect':
      return { type: 'connack', bytes: connack(0) }
    case 'subscribe': {
      const granted = packet.filters.map(({ qos }) => Math.min(qos, 1))
      return { type: 'suback', bytes: suback(packet.packetId, granted) }
    }
    case 'unsubscribe':
      return { type: 'unsuback', bytes: unsuback(packet.packetId) }
    case 'publish':
      return packet.qos === 0 ? undefined : { type: 'puback', bytes: puback(packet.packetId) }
    case 'pingreq':
      return { type: 'pingresp', bytes: pingresp() }
    default:
      return undefined
  }
}
