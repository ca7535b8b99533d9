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

let options: DeviceOptions | undefined

/** See device.ts. */
export function setOptions(given: DeviceOptions | undefined): void {
  options = given
}

/** Puts the options in place of what the configuration says of the identity. */
export function useOptions(config: { aliyun?: DeviceOptions; mqtt?: unknown; link?: LinkConfig }): void {
  const given = options
  if (!given) return
  const aliyun: { [key: string]: unknown } = {}
  'productKey,deviceName,deviceSecret,region,tls,instanceId,host,port,ca'.split(',').forEach((key) => {
    if (given[key] !== undefined) aliyun[key] = given[key]
  })
  config.aliyun = aliyun as DeviceOptions
  delete config.mqtt
  if (given.keepalive !== undefined) {
    config.link = config.link || {}
    config.link.keepAliveS = given.keepalive
  }
}
