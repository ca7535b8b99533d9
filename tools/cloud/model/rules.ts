/**
 * What Aliyun's documentation leaves open, or what a developer may want to switch off: one named option for each. The
 * default is the documented, observed or guessed behaviour; docs/cloud.md says which.
 */
export interface Rules {
  /**
   * Which sessions get system topics without a SUBSCRIBE: all of them (what small clients in the wild rely on), only
   * those with `_ss=1` in the clientId (what the SDKs do), or none. Sources contradict each other; the default is a
   * guess.
   */
  autoDelivery: 'always' | 'ss' | 'never'
  /** CONNACK code for a device that does not exist. The documentation does not tell 4 from 5; a guess. */
  unknownDeviceCode: 4 | 5
  /** CONNACK code for a keepAlive below 30 s: 2 by the SDK's header; 3 was observed at the endpoint in 2017. */
  shortKeepAliveCode: 2 | 3
  /** A keepAlive above 1200 s: clamped according to the SDK's header, refused according to the documentation. */
  longKeepAlive: 'clamp' | 'refuse'
  /** How often the keep alive is checked, ms; a silent device is closed at the first check after its time is up. */
  keepAliveScanMs: number
  /**
   * A connection without CONNECT is closed after this long, ms. That it is closed was observed; the time is a guess.
   */
  connectWaitMs: number
  /**
   * CONNECTs per minute and device that are let in, and as many with a wrong signature from one address. That there is
   * a limit is documented; that it is 5, and that strangers do not use up the device's share, are guesses.
   */
  connectsPerMinute: number | 'unlimited'
  /** CONNACK code for one CONNECT too many; a guess. */
  connectLimitCode: 3 | 5
  /**
   * Whether the login must fit the transport. It was observed that it need not; `securemode` wants 2 over TLS and 3
   * over plain TCP; `tls` refuses plain TCP, as documented for accounts since August 2022. The code of a refusal, 4, is
   * a guess.
   */
  transport: 'ignore' | 'securemode' | 'tls'
  /** Dynamic registration over plain TCP: documented as not possible. */
  registrationWithoutTls: 'refuse' | 'allow'
  /** Registration without pre-registration creates the device. Documented; switched on with dynamic registration. */
  registrationOfUnknown: 'allow' | 'refuse'
  /** Messages per second and device to the platform. Documented: the excess is dropped silently. */
  uplinkPerSecond: number | 'unlimited'
  /**
   * The same for QoS 1 alone. The limits page, from memory, says 10; not sure enough, so there is no such limit by
   * default.
   */
  uplinkQos1PerSecond: number | 'unlimited'
  /** Messages per second and device from the platform; the excess is dropped. From memory; a guess. */
  downlinkPerSecond: number | 'unlimited'
  /** Bytes per second that one connection may send; the platform reads no faster. From memory; a guess. */
  bytesPerSecond: number | 'unlimited'
  /** Bytes of a payload. From memory; that a longer one ends the connection is a guess. */
  payloadBytes: number
  /** Topic filters in one SUBSCRIBE; any more are refused with 0x80. From memory; a guess. */
  filtersPerSubscribe: number
  /** Subscriptions per device; any more are refused with 0x80. Documented for gateways. */
  subscriptions: number
  /** SUBACK for a SUBSCRIBE with QoS 2. Unknown; granted as 1, or refused with 0x80. */
  subscribeQos2: 'lower' | 'refuse'
  /** A PUBLISH to a topic that the device has no right to: dropped and logged, or the connection is closed. Unknown. */
  forbiddenPublish: 'drop' | 'close'
  /** A PUBLISH with QoS 2. That it is not supported is documented; what happens is unknown. */
  publishQos2: 'close' | 'drop'
  /** QoS of property sets and service calls. Aliyun's is unknown; with 1 a device must show that it acknowledges. */
  propertySetQos: 0 | 1
  /** QoS of the platform's replies; 0 was observed. */
  replyQos: 0 | 1
  /** How many days a kept session's messages wait. From memory; a guess. */
  queueDays: number
  /** How many messages may wait in one kept session; unknown. */
  queueLength: number
  /** How long a synchronous call waits for its reply, ms: 8 s from memory; the SDK has 7 s, and 5 s is recommended. */
  rrpcWaitMs: number
  /**
   * A property value that the TSL does not allow is left out of the post (documented), or the whole post is refused.
   */
  wrongValues: 'leave-out' | 'refuse'
  /** Code for an unknown identifier: 6304 in older logs, 5092 in newer ones. */
  unknownIdentifierCode: 6304 | 5092
  /**
   * A float or double that an application writes without a decimal point. Documented: the value has at least one
   * decimal, 10.0 instead of 10; that the call is refused without it is a guess.
   */
  floatWithoutPoint: 'refuse' | 'accept'
  /** Whether setting a desired value also sends a property set to a device that is online (documented). */
  desiredTriggersSet: boolean
  /**
   * The URL of a remote configuration: a link to the port that the device has reached (Aliyun's is one to its object store), or
   * a `data:` URL, which holds the content itself.
   */
  configUrl: 'link' | 'data'
  /** Whether the product's log service, which has to be switched on in Aliyun's console, takes messages. */
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
  configUrl: 'link',
  deviceLogs: true,
}
