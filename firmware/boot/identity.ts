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
      hostName: mqtt.mqttHostUrl,
      portNumber: mqtt.port,
      overTls: false,
      keepAlive: keepAliveS,
      client: mqtt.clientId,
      user: mqtt.username,
      secret: mqtt.passwd,
    }
  const aliyun = config.aliyun!
  const productKey = aliyun.productKey
  const tls = !!aliyun.tls
  return {
    // Public instances opened since 2021-07-30, and enterprise instances, have a host of their own.
    hostName:
      aliyun.host ||
      (aliyun.instanceId
        ? aliyun.instanceId + '.mqtt.iothub.aliyuncs.com'
        : productKey + '.iot-as-mqtt.' + aliyun.region + '.aliyuncs.com'),
    portNumber: aliyun.port || (tls ? 8883 : 1883),
    overTls: tls,
    trusted: aliyun.ca,
    keepAlive: keepAliveS,
    user: aliyun.deviceName + '&' + productKey,
    secret: sign(hash || sha256, aliyun.deviceSecret, aliyun.deviceName, productKey),
  }
}
