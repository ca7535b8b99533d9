import type { WifiConfig } from '../link/wifi.ts'
import type { DeviceOptions, LinkConfig } from './options.ts'

/** device.json; its schema is device.schema.json. Exactly one of `aliyun` and `mqtt` is there. */
export interface DeviceConfig {
  readonly wifi: WifiConfig
  /** The device triple, signed on the device. */
  aliyun?: DeviceOptions
  /** The console's one-click-copy JSON ("MQTT connection parameters"), used as it is; `tls` and `ca` as above. */
  mqtt?: {
    readonly clientId: string
    readonly username: string
    readonly passwd: string
    readonly mqttHostUrl: string
    readonly port: number
    readonly tls?: boolean
    readonly ca?: string
  }
  link?: LinkConfig
  /** Sections of applications. */
  readonly [section: string]: unknown
}
