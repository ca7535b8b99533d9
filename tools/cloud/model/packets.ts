/** The types of MQTT 3.1.1 §2.2.1 in lower case, and AUTH of MQTT 5, which the parser knows as well. */
export type PacketType =
  | 'connect'
  | 'connack'
  | 'publish'
  | 'puback'
  | 'pubrec'
  | 'pubrel'
  | 'pubcomp'
  | 'subscribe'
  | 'suback'
  | 'unsubscribe'
  | 'unsuback'
  | 'pingreq'
  | 'pingresp'
  | 'disconnect'
  | 'auth'

/** A packet as people see it, but for its payload: named fields only, in the standard's words, and never a password. */
export interface PacketFields {
  readonly type: PacketType
  readonly packetId?: number
  readonly topicName?: string
  readonly qos?: number
  readonly dup?: boolean
  readonly retain?: boolean
  readonly clientId?: string
  readonly username?: string
  readonly keepAliveS?: number
  readonly cleanSession?: boolean
  readonly protocolLevel?: number
  readonly returnCode?: number
  readonly sessionPresent?: boolean
  /** Of SUBSCRIBE, with the QoS asked for, and of UNSUBSCRIBE. */
  readonly topicFilters?: readonly { readonly topicFilter: string; readonly qos?: number }[]
  /** Of SUBACK. */
  readonly granted?: readonly number[]
}
