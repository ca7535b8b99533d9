import type { JsonObject } from './json.ts'
import type { Store } from './store.ts'
import type { Tsl } from './tsl.ts'

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

/** A device with what the platform itself has noted of it. Times in ms since 1970. */
export interface DeviceRecord extends Device {
  readonly createdAtMs: number
  /** Its first login. Until then it is not active, and dynamic registration may hand out its secret. */
  readonly activatedAtMs?: number
  readonly lastOnlineAtMs?: number
  readonly address?: string
  readonly nickname?: string
  /** Instead of a deviceSecret: what registration without pre-registration handed out. */
  readonly deviceToken?: string
}

export type TopicPermission = 'pub' | 'sub' | 'pub-sub'

/** What is known of a product: its TSL as the console exports it, and its settings. */
export interface Product extends Tsl {
  /** Custom topic classes by what follows `/{productKey}/{deviceName}/`; wildcards allowed in classes with Sub. */
  readonly topics?: Readonly<Record<string, TopicPermission>>
  /** Signs dynamic registrations. */
  readonly productSecret?: string
  /** Switched on in the console; absent or false: registrations are refused. */
  readonly dynamicRegistration?: boolean
  /** Remote configuration; absent: the service is off. */
  readonly remoteConfig?: JsonObject
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
  find(name: DeviceName): DeviceRecord | undefined
  all(): readonly DeviceRecord[]
  /** Adds a device, or gives the one of that name this secret and state. */
  put(device: Device): DeviceRecord
  /** Notes something of a device that exists; does nothing otherwise. */
  note(name: DeviceName, changes: Partial<Omit<DeviceRecord, keyof DeviceName>>): void
  remove(name: DeviceName): boolean
  product(productKey: string): Product
  productKeys(): string[]
}

/** Devices in a store, found by name in memory; products by their key, `fallback` for those without one of their own. */
export function createRegistry(
  store: Store,
  products: { readonly byKey: Readonly<Record<string, Product>>; readonly fallback: Product },
  wallNow: () => number,
): Registry {
  const byKey = new Map(store.list('device').map((device) => [deviceKey(device), device]))
  /** How many devices a product has. */
  const counts = new Map<string, number>()
  const count = (productKey: string, more: 1 | -1): void => {
    const now = (counts.get(productKey) ?? 0) + more
    if (now > 0) counts.set(productKey, now)
    else counts.delete(productKey)
  }
  for (const { productKey } of byKey.values()) count(productKey, 1)
  const save = (device: DeviceRecord): DeviceRecord => {
    if (!byKey.has(deviceKey(device))) count(device.productKey, 1)
    byKey.set(deviceKey(device), device)
    store.write('device', deviceKey(device), device)
    return device
  }
  const known = new Map(Object.entries(products.byKey))
  return {
    find: (name) => byKey.get(deviceKey(name)),
    all: () => [...byKey.values()],
    put: (device) => save({ createdAtMs: wallNow(), ...byKey.get(deviceKey(device)), ...device }),
    note(name, changes) {
      const device = byKey.get(deviceKey(name))
      if (device !== undefined) save({ ...device, ...changes })
    },
    remove(name) {
      store.remove('device', deviceKey(name))
      if (!byKey.delete(deviceKey(name))) return false
      count(name.productKey, -1)
      return true
    },
    product: (productKey) => known.get(productKey) ?? products.fallback,
    productKeys: () => [...new Set([...known.keys(), ...counts.keys()])],
  }
}
