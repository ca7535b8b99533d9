import { deviceKey, type Device, type DeviceRecord } from '../model/device.ts'
import { nameOf, type DeviceName } from '../../device-names/names.ts'
import type { Product } from '../model/product.ts'
import type { DeviceStatus } from '../model/device-status.ts'
import type { ReportedValue } from '../model/documents.ts'
import type { ThingParts } from './parts.ts'
import { takesCustomRrpc } from './rrpc.ts'

/** Devices: who they are and how they are. */
export interface DeviceBook {
  devices(): DeviceStatus[]
  /** The status of one device. */
  status(name: DeviceName): DeviceStatus | undefined
  /** What a device that is online said of itself; undefined if it is offline. */
  session(name: DeviceName): DeviceSession | undefined
  /** A device with its secret, which must never reach a log. */
  device(name: DeviceName): DeviceRecord | undefined
  product(productKey: string): Product
  productKeys(): string[]
  /** Adds a device. Returns false if there is one of that name. */
  addDevice(device: Device & { readonly nickname?: string }): boolean
  /** Deletes a device with everything that is kept for it, and ends its session. */
  removeDevice(name: DeviceName): boolean
  /**
   * Disables a device, which ends its session and forbids logins, or enables it. Returns false if there is no such
   * device.
   */
  setDisabled(name: DeviceName, disabled: boolean): boolean
}

export interface DeviceSession {
  readonly clientId: string
  /** Bit 0 of `ext` in the clientId: the device takes RRPC on custom topics. */
  readonly takesCustomRrpc: boolean
  /** The topic filters that it subscribed to. */
  readonly subscribed: readonly string[]
}

const kindsOfDevice = ['reported', 'desired', 'tags', 'shadow', 'firmware', 'logs'] as const

/** Makes the device book from the parts of the thing model. */
export function createDeviceBook({ registry, sessions, store, hub, kept }: ThingParts): DeviceBook {
  const end = (name: DeviceName, detail: string): void =>
    void sessions.any(name)?.connection.close('not-authorized', detail)
  const describe = (device: DeviceRecord): DeviceStatus => {
    const [online, disabled] = [sessions.online(device) !== undefined, device.disabled === true]
    const status = statusOf(online, disabled, device.activatedAtMs)
    const properties = shown(store.read('reported', deviceKey(device)) ?? {})
    return { ...nameOf(device), online, disabled, status, properties }
  }
  return {
    devices: () => registry.all().map(describe),
    status(name) {
      const device = registry.find(name)
      return device === undefined ? undefined : describe(device)
    },
    session(name) {
      const session = sessions.online(name)
      if (session === undefined) return undefined
      const { clientId } = session.admission
      return {
        clientId: clientId.clientId,
        takesCustomRrpc: takesCustomRrpc(session),
        subscribed: [...session.delivery.subscribed],
      }
    },
    device: registry.find,
    product: registry.product,
    productKeys: registry.productKeys,
    addDevice(device) {
      if (registry.find(device) !== undefined) return false
      registry.put(device)
      hub.emit({ type: 'device-added', device: nameOf(device) })
      return true
    },
    removeDevice(name) {
      if (!registry.remove(name)) return false
      end(name, 'deleted')
      kept.forget(name)
      for (const kind of kindsOfDevice) store.remove(kind, deviceKey(name))
      hub.emit({ type: 'device-removed', device: nameOf(name) })
      return true
    },
    setDisabled(name, disabled) {
      if (registry.find(name) === undefined) return false
      registry.note(name, { disabled })
      if (disabled) end(name, 'disabled')
      hub.emit({ type: disabled ? 'device-disabled' : 'device-enabled', device: nameOf(name) })
      return true
    },
  }
}

/** Properties without what is only there to order them. */
function shown(reported: Record<string, ReportedValue>): DeviceStatus['properties'] {
  return Object.fromEntries(Object.entries(reported).map(([name, { value, timeMs }]) => [name, { value, timeMs }]))
}

function statusOf(online: boolean, disabled: boolean, activatedAtMs: number | undefined): DeviceStatus['status'] {
  if (disabled) return 'DISABLE'
  if (online) return 'ONLINE'
  return activatedAtMs === undefined ? 'UNACTIVE' : 'OFFLINE'
}
