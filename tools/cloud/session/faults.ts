import { deviceKey } from '../model/device.ts'
import type { DeviceName } from '../../device-names/names.ts'
import type { DeviceFaults } from '../model/faults.ts'
import type { ReturnCode } from '../model/return-codes.ts'

const noFaults: DeviceFaults = { swallowPingResp: false, refuseConnect: null, delayMs: 0 }

export interface Faults {
  of(device: DeviceName): DeviceFaults
  change(device: DeviceName, changes: Partial<DeviceFaults>): void
  /** The code the next CONNECT is to be refused with, once. */
  takeRefusal(device: DeviceName): ReturnCode | null
}

export function createFaults(): Faults {
  const byKey = new Map<string, DeviceFaults>()
  const of = (device: DeviceName) => byKey.get(deviceKey(device)) ?? noFaults
  const change = (device: DeviceName, changes: Partial<DeviceFaults>) =>
    void byKey.set(deviceKey(device), { ...of(device), ...changes })
  return {
    of,
    change,
    takeRefusal(device) {
      const code = of(device).refuseConnect
      if (code !== null) change(device, { refuseConnect: null })
      return code
    },
  }
}
