import type { DeviceName } from '../../device-names/names.ts'

/** A device as the platform knows it: Aliyun's device triple. */
export interface Device extends DeviceName {
  readonly deviceSecret: string
  /** Set in the console: the device exists but may not log in. */
  readonly disabled?: boolean
}

/** A device with what the platform itself recorded about it. Times in ms since 1970. */
export interface DeviceRecord extends Device {
  readonly createdAtMs: number
  /** Its first login. Until then it is not active, and dynamic registration may hand out its secret. */
  readonly activatedAtMs?: number
  readonly lastOnlineAtMs?: number
  readonly address?: string
  readonly nickname?: string
  /** Its present session, or its last one, has asked for desired values. */
  readonly asksDesired?: boolean
  /** Given out by registration without pre-registration; the device uses it instead of a deviceSecret. */
  readonly deviceToken?: string
}

/** A string that identifies a device, in the form of Aliyun's user names: `deviceName&productKey`. */
export function deviceKey(device: DeviceName): string {
  return `${device.deviceName}&${device.productKey}`
}
