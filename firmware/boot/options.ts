import type { LinkConfig } from './config.ts'

/** The device's identity as `device(options)` of the official SDK takes it; its other options are ignored. */
export interface DeviceOptions {
  readonly productKey: string
  readonly deviceName: string
  readonly deviceSecret: string
  readonly region?: string
  readonly tls?: boolean
  /** Keep alive, s. */
  readonly keepalive?: number
  /** As in device.json. */
  readonly instanceId?: string
  readonly host?: string
  readonly port?: number
  readonly ca?: string
  readonly [other: string]: unknown
}

// Not `options`: a parameter of that name is around where the minifier puts the assignment.
let given: DeviceOptions | undefined

/** See device.ts. */
export function setOptions(options: DeviceOptions | undefined): void {
  given = options
}

/** Puts the options in place of what the configuration says of the identity. */
export function useOptions(config: { aliyun?: DeviceOptions; mqtt?: unknown; link?: LinkConfig }): void {
  const options = given
  if (!options) return
  // The SDK's own default.
  const aliyun: { [key: string]: unknown } = { region: 'cn-shanghai' }
  'productKey,deviceName,deviceSecret,region,tls,instanceId,host,port,ca'.split(',').forEach((key) => {
    if (options[key] !== undefined) aliyun[key] = options[key]
  })
  config.aliyun = aliyun as DeviceOptions
  delete config.mqtt
  if (options.keepalive !== undefined) {
    config.link = config.link || {}
    config.link.keepAliveS = options.keepalive
  }
}
