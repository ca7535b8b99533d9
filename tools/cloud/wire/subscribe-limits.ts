import type { ISubackPacket, ISubscribePacket } from 'mqtt-packet'

/** The return code of SUBACK for a failure (MQTT 3.1.1 §3.9.3). */
export const subackFailure = 0x80

/** Keeps what each SUBSCRIBE of one connection asked for until its SUBACK. */
export interface SubscribeLimits {
  asked(packet: ISubscribePacket): void
  /** Whether a filter is beyond the limit in a SUBSCRIBE that has no SUBACK yet. */
  isExcess(topicFilter: string): boolean
  /** Returns the SUBACK with one code per filter, in their order, and no QoS above 1. */
  answered(packet: ISubackPacket): ISubackPacket
}

export function createSubscribeLimits(filtersPerSubscribe: number): SubscribeLimits {
  const waiting = new Map<number, string[]>()
  return {
    asked({ messageId, subscriptions }) {
      waiting.set(
        messageId ?? 0,
        subscriptions.map(({ topic }) => topic),
      )
    },
    isExcess: (topicFilter) =>
      [...waiting.values()].some((filters) => filters.indexOf(topicFilter) >= filtersPerSubscribe),
    answered(packet) {
      const filters = waiting.get(packet.messageId ?? 0) ?? []
      waiting.delete(packet.messageId ?? 0)
      const codes = packet.granted.map((code) => lower(Number(code)))
      // The broker gives one code for a filter that is there twice; the standard wants one for each [MQTT-3.9.3-1].
      const distinct = [...new Set(filters)]
      const granted = filters.map((filter) => codes[distinct.indexOf(filter)] ?? subackFailure)
      return { ...packet, granted: filters.length === 0 ? codes : granted }
    },
  }
}

function lower(code: number): number {
  return code === 2 ? 1 : code
}
