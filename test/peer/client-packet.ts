import type { Buffer } from 'node:buffer'

/** A decoded packet of a client, in the terms of MQTT 3.1.1. */
export type ClientPacket =
  | {
      type: 'connect'
      clientId: string
      username: string | undefined
      password: Buffer | undefined
      keepAliveS: number
      cleanSession: boolean
      will: { topicName: string; payload: Buffer; qos: number; retain: boolean } | undefined
    }
  | {
      type: 'publish'
      topicName: string
      payload: Buffer
      qos: number
      dup: boolean
      retain: boolean
      /** 0 when `qos` is 0. */
      packetId: number
    }
  | { type: 'subscribe'; packetId: number; filters: { topicFilter: string; qos: number }[] }
  | { type: 'unsubscribe'; packetId: number; topicFilters: string[] }
  | { type: 'puback' | 'pubrec' | 'pubrel' | 'pubcomp'; packetId: number }
  | { type: 'pingreq' | 'disconnect' }

export type PacketType = ClientPacket['type']

/** The packet of one type, e.g. `Packet<'publish'>`. */
export type Packet<T extends PacketType> = Extract<ClientPacket, { type: T }>

/** A rule that the client broke. `statement` is its name in the standard, or the section where it has none. */
export class Violation extends Error {
  constructor(
    readonly statement: string,
    readonly detail: string,
  ) {
    super(`${statement} ${detail}`)
    this.name = 'Violation'
  }
}
