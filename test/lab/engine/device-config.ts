/** The device that every case uses: no such product exists. */
export const identity = {
  productKey: 'a1B2c3D4e5F',
  deviceName: 'switch-1',
  deviceSecret: 'engineTestsOnly0123456789abcdefg',
} as const

export interface ConfigOptions {
  /** Where the cloud listens, on 127.0.0.1. */
  readonly port: number
  readonly keepAliveS?: number
  readonly tls?: boolean
  readonly ca?: string
  readonly button?: string
  readonly deviceSecret?: string
  readonly deviceName?: string
}

/** The usual device.json: one switch at D2, no reboot. */
export function deviceJson(options: ConfigOptions): Buffer {
  const { port, keepAliveS = 60, deviceSecret = identity.deviceSecret, deviceName = identity.deviceName } = options
  const { tls, ca, button } = options
  return Buffer.from(
    JSON.stringify({
      wifi: { ssid: 'home', password: 'password' },
      aliyun: {
        productKey: identity.productKey,
        deviceName,
        deviceSecret,
        host: '127.0.0.1',
        port,
        ...(tls && { tls }),
        ...(ca !== undefined && { ca }),
      },
      switches: { PowerSwitch_1: { pin: 'D2', ...(button !== undefined && { button }) } },
      link: { keepAliveS, rebootAfterMin: 0 },
    }),
  )
}
