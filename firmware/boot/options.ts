/** The device's identity as the official SDK's `device(options)` takes it. */
export interface DeviceOptions {
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

let options: DeviceOptions | undefined

/** The options stand for the section `aliyun` of the configuration. */
export function setOptions(given: DeviceOptions | undefined): void {
  options = given
}

export function useOptions(config: { aliyun?: DeviceOptions }): void {
  if (options) config.aliyun = options
}
