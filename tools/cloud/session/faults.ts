import { deviceKey, type DeviceName } from '../model/devices.ts'
import type { ReturnCode } from '../login/login.ts'

/** Faults that can be switched on for one device. */
export interface DeviceFaults {
  /** PINGRESP does not go out. */
  readonly swallowPingResp: boolean
  /** The next CONNECT is refused with this code, then it is null again. */
  readonly refuseConnect: ReturnCode | null
  /** Every packet takes this much longer, ms, in each direction. */
  readonly delayMs: number
}

export const noFaults: DeviceFaults = { swallowPingResp: false, refuseConnect: null, delayMs: 0 }

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
