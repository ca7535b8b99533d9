import type { DeviceName } from '../../device-names/names.ts'
import { deviceKey, type Device, type DeviceRecord } from '../model/device.ts'
import type { Store } from '../model/documents.ts'
import type { Product } from '../model/product.ts'

/** All devices, and what is known of their products. */
export interface Registry {
  find(name: DeviceName): DeviceRecord | undefined
  all(): readonly DeviceRecord[]
  /** Adds a device, or replaces the secret and state of the one with that name. */
  put(device: Device): DeviceRecord
  /** Changes the record of a device; does nothing if there is no such device. */
  note(name: DeviceName, changes: Partial<Omit<DeviceRecord, keyof DeviceName>>): void
  remove(name: DeviceName): boolean
  product(productKey: string): Product
  productKeys(): string[]
}

/** Keeps devices in a store, with an index in memory. A product that is not in `byKey` is `fallback`. */
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
