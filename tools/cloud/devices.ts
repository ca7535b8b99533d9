/** The two names that make a device: unique together, for the platform as for its users. */
export interface DeviceName {
  readonly productKey: string
  readonly deviceName: string
}

/** A device as the platform knows it: Aliyun's device triple. */
export interface Device extends DeviceName {
  readonly deviceSecret: string
  /** Set in the console: the device exists, and may not log in. */
  readonly disabled?: boolean
}

export type TopicPermission = 'pub' | 'sub' | 'pub-sub'

/** What is known of a product: the part of its TSL that the platform looks at, and its custom topic classes. */
export interface Product {
  /** As in TSL. Without them every identifier counts as known. */
  readonly properties?: readonly { readonly identifier: string }[]
  /** Custom topic classes by what follows `/{productKey}/{deviceName}/`; wildcards allowed in classes with Sub. */
  readonly topics?: Readonly<Record<string, TopicPermission>>
}

/** The classes every product is born with. From memory of the console. */
export const defaultTopics: Readonly<Record<string, TopicPermission>> = {
  'user/update': 'pub',
  'user/update/error': 'pub',
  'user/get': 'sub',
}

/** One text a device, in Aliyun's own form of a user name: `deviceName&productKey`. */
export function deviceKey(device: DeviceName): string {
  return `${device.deviceName}&${device.productKey}`
}

/** The product key and name alone: what may go into an event or an answer, without the secret. */
export function nameOf(device: DeviceName): DeviceName {
  return { productKey: device.productKey, deviceName: device.deviceName }
}

export interface Registry {
  find(name: DeviceName): Device | undefined
  all(): readonly Device[]
  /** Adds a device, or takes the place of the one with its names. */
  put(device: Device): void
}

export function createRegistry(devices: readonly Device[]): Registry {
  const byKey = new Map(devices.map((device) => [deviceKey(device), device]))
  return {
    find: (name) => byKey.get(deviceKey(name)),
    all: () => [...byKey.values()],
    put: (device) => void byKey.set(deviceKey(device), device),
  }
}
