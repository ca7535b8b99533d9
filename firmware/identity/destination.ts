import { clientIdOf, sign } from './credentials.ts'
import { sha256 } from './sha256.ts'
import type { DeviceConfig } from '../boot/config.ts'
import {
  withHost,
  withInstance,
  withKeepAlive,
  withLogin,
  withPort,
  withRegion,
  withTls,
  withTriple,
} from '../boot/features.ts'
import { encodeConnect } from '../mqtt/packet.ts'
import type { Bytes, ConnectOptions, Hash } from '../platform/platform.ts'

/** Aliyun takes 30 to 1200 s; the firmware pings after 24 s (mqtt/session.ts), so within any of them. */
const keepAliveDefaultS = 60

// Variables of their own: as properties of an object, with their long names, they would cost 6 JsVars more.
export let host: Bytes
export let port: number
/** Always read as `withTls && tls`, so that a build without TLS leaves out what depends on it. */
export let tls: boolean
/** Certificate of the CA that must have issued the server's, DER in base64. */
let ca: Bytes | undefined
let keepAliveS: number
/** In place of the configuration's; undefined, and gone from the script, where nobody sets it. */
let otherKeepAliveS: number | undefined
/** Undefined with a device triple: `connectPacket` then makes it of the username, which saves 10 JsVars. */
let clientId: Bytes | undefined
/** Signed once, at the start: this takes seconds on some boards. */
export let password: Bytes

/**
 * Sets where to connect and as which device. Signs the device triple, with `hash` where the build has one, or takes the
 * console's parameters as they are; the deviceSecret itself is not kept.
 */
export function setDestination(config: DeviceConfig, hash: Hash | undefined): void {
  const mqtt = withLogin ? config.mqtt : undefined
  const aliyun = config.aliyun!
  if (withTls) {
    const login = mqtt || aliyun
    tls = !!login.tls
    ca = login.ca
  }
  keepAliveS = (withKeepAlive && config.link && config.link.keepAliveS) || keepAliveDefaultS
  if (withLogin) {
    clientId = mqtt && mqtt.clientId
    if (mqtt) {
      host = mqtt.mqttHostUrl
      port = mqtt.port
      password = mqtt.passwd
      return
    }
  }
  if (!withTriple) return
  const productKey = aliyun.productKey
  host =
    (withHost && aliyun.host) ||
    (withInstance && aliyun.instanceId
      ? aliyun.instanceId + '.mqtt.iothub.aliyuncs.com'
      : withRegion
        ? productKey + '.iot-as-mqtt.' + aliyun.region + '.aliyuncs.com'
        : '')
  port = (withPort && aliyun.port) || (withTls && tls ? 8883 : 1883)
  password = sign(hash || sha256, aliyun.deviceSecret, aliyun.deviceName, productKey)
}

/** Sets keepAlive of the next CONNECT; undefined: as in the configuration. @seldom */
export function setKeepAliveS(seconds: number | undefined): void {
  otherKeepAliveS = seconds
}

/** Returns the options for the socket. Today the engine loads the certificate but checks nothing (docs/security.md). @seldom */
export function connectOptions(): ConnectOptions {
  const options: ConnectOptions = { host: host, port: port }
  if (withTls && ca) options.ca = atob(ca)
  return options
}

/** Returns the CONNECT packet for this destination. @seldom */
export function connectPacket(productKey: Bytes, deviceName: Bytes): Bytes {
  return encodeConnect(
    withTriple ? (withLogin && clientId) || clientIdOf(productKey, deviceName, withTls && tls) : clientId!,
    deviceName + '&' + productKey,
    password,
    otherKeepAliveS || keepAliveS,
  )
}
