/**
 * What the documentation of the Aliyun IoT Platform leaves open, or what a developer may want to switch off: one named
 * option each, with the documented, observed or guessed behaviour as its default.
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
  /** CONNECTs a minute and device; the next ones are refused with 3. That a cap exists is documented, 5 is a guess. */
  connectsPerMinute: number | 'unlimited'
  /** Messages a second and device towards the platform; documented: the excess is dropped without a word. */
  uplinkPerSecond: number | 'unlimited'
  /** A publish to a topic the device has no right to. Unknown; dropped and logged, or the connection is closed. */
  forbiddenPublish: 'drop' | 'close'
  /** QoS of property set. The console's is unknown; 1 makes a device show that it acknowledges. */
  propertySetQos: 0 | 1
}

export const defaultRules: Readonly<Rules> = {
  autoDelivery: 'always',
  unknownDeviceCode: 4,
  shortKeepAliveCode: 2,
  longKeepAlive: 'clamp',
  keepAliveScanMs: 30_000,
  connectWaitMs: 10_000,
  connectsPerMinute: 5,
  uplinkPerSecond: 30,
  forbiddenPublish: 'drop',
  propertySetQos: 1,
}
