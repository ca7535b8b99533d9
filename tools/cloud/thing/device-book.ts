import { deviceKey, nameOf, type DeviceName, type DeviceRecord } from '../model/devices.ts'
import type { DeviceBook, DeviceStatus } from '../model/platform-types.ts'
import type { ReportedValue } from '../model/store.ts'
import type { ThingParts } from './parts.ts'

const kindsOfDevice = ['reported', 'desired', 'tags', 'shadow', 'firmware'] as const

/** Devices and their state, on the parts of the thing model. */
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

/** Without what only orders them. */
function shown(reported: Record<string, ReportedValue>): DeviceStatus['properties'] {
  return Object.fromEntries(Object.entries(reported).map(([name, { value, timeMs }]) => [name, { value, timeMs }]))
}

function statusOf(online: boolean, disabled: boolean, activatedAtMs: number | undefined): DeviceStatus['status'] {
  if (disabled) return 'DISABLE'
  if (online) return 'ONLINE'
  return activatedAtMs === undefined ? 'UNACTIVE' : 'OFFLINE'
}
