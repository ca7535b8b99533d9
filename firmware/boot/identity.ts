import { sha256 } from '../aliyun/sha256.ts'
import { sign } from '../aliyun/credentials.ts'
import type { DeviceConfig } from './config.ts'
import type { Destination } from '../destination.ts'
import type { Hash } from '../platform.ts'

/** Aliyun takes 30..1200 s; the firmware pings well within either. */
const keepAliveDefaultS = 60

/**
 * Signs the device triple, with the build's hash where it has one, or takes the console's parameters as they are; the
 * secret itself is not kept.
 */
export function identify(config: DeviceConfig, hash: Hash | undefined): Destination {
  const keepAliveS = (config.link && config.link.keepAliveS) || keepAliveDefaultS
  const mqtt = config.mqtt
  if (mqtt)
    return {
      host: mqtt.mqttHostUrl,
      port: mqtt.port,
      tls: false,
      keepAliveS: keepAliveS,
      clientId: mqtt.clientId,
      username: mqtt.username,
      password: mqtt.passwd,
    }
  const aliyun = config.aliyun!
  const productKey = aliyun.productKey
  const tls = !!aliyun.tls
  return {
    // Public instances opened since 2021-07-30, and enterprise instances, have a host of their own.
    host:
      aliyun.host ||
      (aliyun.instanceId
        ? aliyun.instanceId + '.mqtt.iothub.aliyuncs.com'
        : productKey + '.iot-as-mqtt.' + aliyun.region + '.aliyuncs.com'),
    port: aliyun.port || (tls ? 8883 : 1883),
    tls: tls,
    keepAliveS: keepAliveS,
    clientId: '',
    username: aliyun.deviceName + '&' + productKey,
    password: sign(hash || sha256, aliyun.deviceSecret, aliyun.deviceName, productKey),
  }
}
