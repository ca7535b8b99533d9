/** The device's identity: the section `aliyun` of the configuration. */
export interface Identity {
  readonly productKey: string
  readonly deviceName: string
  readonly deviceSecret: string
  readonly region?: string
  readonly tls?: boolean
  readonly instanceId?: string
  readonly host?: string
  readonly port?: number
  /** The CA's certificate, DER in base64. */
  readonly ca?: string
}

/** As the official SDK's `device(options)` takes it: the region is cn-shanghai unless said otherwise. */
export interface DeviceOptions extends Identity {
  /** Stands for link.keepAliveS of the configuration, s. */
  readonly keepalive?: number
  /** `clean` is ignored, because a session of the firmware is always clean; so is what only the SDK knows. */
  readonly [option: string]: unknown
}

/** The section `link` of the configuration. */
export interface LinkConfig {
  keepAliveS?: number
  readonly rebootAfterMin?: number
}

let given: DeviceOptions | undefined

/** The options stand for the section `aliyun` of the configuration. */
export function setOptions(options: DeviceOptions | undefined): void {
  given = options
}

/** Puts what the options say into the configuration. */
export function useOptions(config: { aliyun?: object; mqtt?: object; link?: LinkConfig }): void {
  const options = given
  if (!options) return
  const aliyun: { [name: string]: unknown } = { region: 'cn-shanghai' }
  'productKey,deviceName,deviceSecret,region,instanceId,host,port,tls,ca'.split(',').forEach((name) => {
    if (options[name] !== undefined) aliyun[name] = options[name]
  })
  config.aliyun = aliyun
  delete config.mqtt
  if (options.keepalive) (config.link = config.link || {}).keepAliveS = options.keepalive
  given = undefined
}
