import { clientIdOf, sign } from './aliyun/credentials.ts'
import { sha256 } from './aliyun/sha256.ts'
import type { DeviceConfig } from './boot/config.ts'
import { withLogin, withTls, withTriple } from './features.ts'
import { encodeConnect } from './mqtt/packet.ts'
import type { Bytes, ConnectOptions, Hash } from './platform.ts'

/** Aliyun takes 30..1200 s; the firmware pings well within either. */
const keepAliveDefaultS = 60

// Each a variable of its own: as properties, with their long names, they would cost 6 JsVars more.
export let host: Bytes
export let port: number
/** Asked for as `withTls && tls`: a build without knows the answer. */
export let tls: boolean
/** The certificate of the CA that the server's must come from, DER in base64. */
let ca: Bytes | undefined
let keepAliveS: number
/** None stands for the one that belongs to the username, 10 JsVars that are made when they are wanted. */
let clientId: Bytes | undefined
/** Signed once: that takes seconds on some boards. */
export let password: Bytes

/**
 * From now on this is where to go, and as whom. Signs the device triple, by `hash` where the build has one, or takes the
 * console's parameters as they are; the secret itself is not kept.
 */
export function setDestination(config: DeviceConfig, hash: Hash | undefined): void {
  keepAliveS = (config.link && config.link.keepAliveS) || keepAliveDefaultS
  if (withLogin) {
    const mqtt = config.mqtt
    clientId = mqtt && mqtt.clientId
    if (mqtt) {
      host = mqtt.mqttHostUrl
      port = mqtt.port
      password = mqtt.passwd
      tls = false
      return
    }
  }
  if (!withTriple) return
  const aliyun = config.aliyun!
  const productKey = aliyun.productKey
  if (withTls) {
    tls = !!aliyun.tls
    ca = aliyun.ca
  }
  // Public instances opened since 2021-07-30, and enterprise instances, have a host of their own.
  host =
    aliyun.host ||
    (aliyun.instanceId
      ? aliyun.instanceId + '.mqtt.iothub.aliyuncs.com'
      : productKey + '.iot-as-mqtt.' + aliyun.region + '.aliyuncs.com')
  port = aliyun.port || (withTls && tls ? 8883 : 1883)
  password = sign(hash || sha256, aliyun.deviceSecret, aliyun.deviceName, productKey)
}

/** What a socket there needs. The engine loads the certificate, and today checks nothing: README, Security. @seldom */
export function connectOptions(): ConnectOptions {
  const options: ConnectOptions = { host: host, port: port }
  if (withTls && ca) options.ca = atob(ca)
  return options
}

/** The CONNECT that the destination wants. @seldom */
export function connectPacket(productKey: Bytes, deviceName: Bytes): Bytes {
  return encodeConnect(
    withTriple ? (withLogin && clientId) || clientIdOf(productKey, deviceName, withTls && tls) : clientId!,
    deviceName + '&' + productKey,
    password,
    keepAliveS,
  )
}
