import type { DeviceName } from '../../identity/names.ts'

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

/** One text a device, in Aliyun's own form of a user name: `deviceName&productKey`. */
export function deviceKey(device: DeviceName): string {
  return `${device.deviceName}&${device.productKey}`
}
