import type { WifiConfig } from '../wifi.ts'

/** One PowerSwitch_n as configured; activeHigh is true, atBoot `off`, unless said otherwise. */
export interface SwitchConfig {
  readonly pin: string
  /** The pin of a button to ground, which toggles the switch; none unless said. */
  readonly button?: string
  readonly activeHigh?: boolean
  readonly atBoot?: 'off' | 'on' | 'restore'
}

/** device.json; its schema is device.schema.json. Exactly one of `aliyun` and `mqtt` is there. */
export interface DeviceConfig {
  readonly wifi: WifiConfig
  /** The device triple, signed on the device. */
  readonly aliyun?: {
    readonly productKey: string
    readonly deviceName: string
    readonly deviceSecret: string
    readonly region?: string
    readonly instanceId?: string
    readonly host?: string
    readonly port?: number
    readonly tls?: boolean
    /** The CA's certificate, DER in base64. */
    readonly ca?: string
  }
  /** The console's one-click-copy JSON ("MQTT connection parameters"), used as it is; `tls` and `ca` as above. */
  readonly mqtt?: {
    readonly clientId: string
    readonly username: string
    readonly passwd: string
    readonly mqttHostUrl: string
    readonly port: number
    readonly tls?: boolean
    readonly ca?: string
  }
  readonly switches: { readonly [name: string]: SwitchConfig }
  readonly link?: { readonly keepAliveS?: number; readonly rebootAfterMin?: number }
}
