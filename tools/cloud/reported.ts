import { deviceKey, type DeviceName } from './devices.ts'
import type { ReportedValue } from './store.ts'

/** The last reported value of every property of every device, in memory. */
export interface Reported {
  remember(device: DeviceName, identifier: string, value: ReportedValue): void
  of(device: DeviceName): Readonly<Record<string, ReportedValue>>
}

export function createReported(): Reported {
  const byDevice = new Map<string, Map<string, ReportedValue>>()
  return {
    remember(device, identifier, value) {
      const values = byDevice.get(deviceKey(device)) ?? new Map<string, ReportedValue>()
      byDevice.set(deviceKey(device), values.set(identifier, value))
    },
    of: (device) => Object.fromEntries(byDevice.get(deviceKey(device)) ?? []),
  }
}
