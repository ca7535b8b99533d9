/**
 * What the documentation of the Aliyun IoT Platform leaves open, or what a developer may want to switch off: one named
 * option each, with the documented, observed or guessed behaviour as its default. docs/cloud.md says which is which.
 */
export interface Rules {
  /**
   * Which sessions get system topics without a SUBSCRIBE: all of them (what small clients in the wild rely on), only
   * those with `_ss=1` in the clientId (what the SDKs do), or none. Sources contradict each other; guess.
   */
  autoDelivery: 'always' | 'ss' | 'never'
  /** CONNACK code for a device that does not exist. Documentation does not separate 4 from 5; guess. */
  unknownDeviceCode: 4 | 5
  /** CONNACK code for a keepAlive below 30 s: 2 in the SDK's header, 3 observed on the endpoint of 2017. */
  shortKeepAliveCode: 2 | 3
  /** A keepAlive above 1200 s: clamped according to the SDK's header, refused according to the documentation. */
  longKeepAlive: 'clamp' | 'refuse'
  /** The keep alive is looked at this often, ms; a silent device is closed at the first look that is too late for it. */
  keepAliveScanMs: number
  /** A connection without CONNECT is closed after this long, ms. Observed that it is, not when; guess. */
  connectWaitMs: number
  /**
   * CONNECTs a minute and device that are let in, and as many with a wrong signature from one address. That a cap exists
   * is documented; 5, and that strangers do not count against the device, are guesses.
   */
  connectsPerMinute: number | 'unlimited'
  /** CONNACK code for one CONNECT too many; guess. */
  connectLimitCode: 3 | 5
  /**
   * Whether the login must fit the transport: observed that it need not; `securemode` wants 2 over TLS and 3 over plain
   * TCP; `tls` refuses plain TCP, as documented for accounts since August 2022. Refused with 4; guess.
   */
  transport: 'ignore' | 'securemode' | 'tls'
  /** Dynamic registration over plain TCP: documented as not possible. */
  registrationWithoutTls: 'refuse' | 'allow'
  /** Registration without pre-registration makes the device. Documented; switched on with dynamic registration. */
  registrationOfUnknown: 'allow' | 'refuse'
  /** Messages a second and device towards the platform; documented: the excess is dropped without a word. */
  uplinkPerSecond: number | 'unlimited'
  /** The same for QoS 1 alone. 10 from memory of the limits page; guess, so without a limit of its own. */
  uplinkQos1PerSecond: number | 'unlimited'
  /** Messages a second and device from the platform; the excess is dropped. From memory; guess. */
  downlinkPerSecond: number | 'unlimited'
  /** Bytes a second that one connection may send; the platform reads no faster. From memory; guess. */
  bytesPerSecond: number | 'unlimited'
  /** Bytes of a payload. From memory; that a longer one ends the connection is a guess. */
  payloadBytes: number
  /** Topic filters in one SUBSCRIBE; those beyond are refused with 0x80. From memory; guess. */
  filtersPerSubscribe: number
  /** Subscriptions a device; those beyond are refused with 0x80. Documented for gateways. */
  subscriptions: number
  /** SUBACK for a SUBSCRIBE with QoS 2. Unknown; granted as 1, or refused with 0x80. */
  subscribeQos2: 'lower' | 'refuse'
  /** A publish to a topic the device has no right to. Unknown; dropped and logged, or the connection is closed. */
  forbiddenPublish: 'drop' | 'close'
  /** A publish with QoS 2. That it is unsupported is documented, the reaction is unknown. */
  publishQos2: 'close' | 'drop'
  /** QoS of property set and service calls. The console's is unknown; 1 makes a device show that it acknowledges. */
  propertySetQos: 0 | 1
  /** QoS of the platform's answers; observed 0. */
  replyQos: 0 | 1
  /** Days that a kept session's messages wait. From memory; guess. */
  queueDays: number
  /** Messages that wait in one kept session; unknown. */
  queueLength: number
  /** How long a synchronous call waits for its reply, ms: 8 s from memory, 7 s in the SDK, 5 s recommended. */
  rrpcWaitMs: number
  /** A property value that the TSL does not allow: taken out of the post (documented), or the whole post refused. */
  wrongValues: 'leave-out' | 'refuse'
  /** Code of an unknown identifier: 6304 observed in older logs, 5092 in newer ones. */
  unknownIdentifierCode: 6304 | 5092
  /**
   * A float or double that an application writes without a decimal point. Documented: the value has at least one decimal,
   * 10.0 instead of 10; that the call is refused without it is a guess.
   */
  floatWithoutPoint: 'refuse' | 'accept'
  /** What a set does for a device that is online, and is desired besides; documented: a property set follows. */
  desiredTriggersSet: boolean
  /** Messages to a product's log service; it has to be switched on in the console. */
  deviceLogs: boolean
}

export const defaultRules: Readonly<Rules> = {
  autoDelivery: 'always',
  unknownDeviceCode: 4,
  shortKeepAliveCode: 2,
  longKeepAlive: 'clamp',
  keepAliveScanMs: 30_000,
  connectWaitMs: 10_000,
  connectsPerMinute: 5,
  connectLimitCode: 3,
  transport: 'ignore',
  registrationWithoutTls: 'refuse',
  registrationOfUnknown: 'allow',
  uplinkPerSecond: 30,
  uplinkQos1PerSecond: 'unlimited',
  downlinkPerSecond: 50,
  bytesPerSecond: 1024 * 1024,
  payloadBytes: 256 * 1024,
  filtersPerSubscribe: 8,
  subscriptions: 100,
  subscribeQos2: 'lower',
  forbiddenPublish: 'drop',
  publishQos2: 'close',
  propertySetQos: 1,
  replyQos: 0,
  queueDays: 7,
  queueLength: 1000,
  rrpcWaitMs: 8_000,
  wrongValues: 'leave-out',
  unknownIdentifierCode: 6304,
  floatWithoutPoint: 'refuse',
  desiredTriggersSet: true,
  deviceLogs: true,
}
