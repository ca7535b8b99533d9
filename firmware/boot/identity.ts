import { sha256 } from '../aliyun/sha256.ts'
import { sign } from '../aliyun/credentials.ts'
import type { DeviceConfig } from './config.ts'
import { encodeConnect } from '../mqtt/packet.ts'
import type { Destination } from '../cargo.ts'
import type { Bytes, Hash } from '../platform.ts'

/** Aliyun takes 30..1200 s; the firmware pings well within either. */
const keepAliveDefaultS = 60

/** Who the device is to the cloud: where it connects and the CONNECT it sends; the secret itself is not kept. */
export interface Identity {
  readonly productKey: Bytes
  readonly deviceName: Bytes
  readonly destination: Destination
}

/** Signs the device triple, with the build's hash where it has one, or takes the console's parameters as they are. */
export function identify(config: DeviceConfig, hash: Hash | undefined): Identity {
  const keepAliveS = (config.link && config.link.keepAliveS) || keepAliveDefaultS
  const mqtt = config.mqtt
  if (mqtt) {
    const bar = mqtt.username.indexOf('&')
    return {
      productKey: mqtt.username.substr(bar + 1),
      deviceName: mqtt.username.substr(0, bar),
      destination: {
        host: mqtt.mqttHostUrl,
        port: mqtt.port,
        tls: false,
        connectPacket: encodeConnect(mqtt.clientId, mqtt.username, mqtt.passwd, keepAliveS),
      },
    }
  }
  const aliyun = config.aliyun!
  const tls = !!aliyun.tls
  const login = sign(hash || sha256, aliyun.deviceSecret, aliyun.deviceName, aliyun.productKey, tls)
  return {
    productKey: aliyun.productKey,
    deviceName: aliyun.deviceName,
    destination: {
      // Public instances opened since 2021-07-30, and enterprise instances, have a host of their own.
      host:
        aliyun.host ||
        (aliyun.instanceId
          ? aliyun.instanceId + '.mqtt.iothub.aliyuncs.com'
          : aliyun.productKey + '.iot-as-mqtt.' + aliyun.region + '.aliyuncs.com'),
      port: aliyun.port || (tls ? 8883 : 1883),
      tls: tls,
      connectPacket: encodeConnect(login.clientId, login.username, login.password, keepAliveS),
    },
  }
}
