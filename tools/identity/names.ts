/** The two names that make a device: unique together, for the platform as for its users. */
export interface DeviceName {
  readonly productKey: string
  readonly deviceName: string
}

/** The product key and name alone: what may go into an event or a response, without the secret. */
export function nameOf({ productKey, deviceName }: DeviceName): DeviceName {
  return { productKey, deviceName }
}

export function isSameDevice(one: DeviceName, other: DeviceName): boolean {
  return one.productKey === other.productKey && one.deviceName === other.deviceName
}
