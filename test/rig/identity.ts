import type { PropertiesConfig } from '../../apps/properties/section.ts'

/** One device's configuration, as device.json holds it. */
export interface DeviceJson {
  wifi: { ssid: string; password: string }
  aliyun: { productKey: string; deviceName: string; deviceSecret: string; host: string; port: number }
  switches: Record<string, { pin: string; activeHigh?: boolean; button?: string; atBoot?: 'off' | 'on' | 'restore' }>
  /** Instead of switches, of which there are none then. */
  properties?: PropertiesConfig
  /** Asks for desired values. */
  desired?: true
  link?: { keepAliveS?: number; rebootAfterMin?: number }
}

export const cloudHost = 'cloud.test'
export const cloudPort = 1883
export const productKey = 'a1FAULTS'

/** Returns the usual configuration of a fault test. */
export function deviceJson(deviceName = 'plug1'): DeviceJson {
  return {
    wifi: { ssid: 'Home', password: 'the wifi password' },
    aliyun: {
      ...{ productKey, deviceName, deviceSecret: '0123456789abcdef0123456789abcdef' },
      ...{ host: cloudHost, port: cloudPort },
    },
    switches: { PowerSwitch_1: { pin: 'D2' } },
  }
}

/** The same, but the board never reboots by itself. */
export function withoutReboot(deviceName?: string): DeviceJson {
  return { ...deviceJson(deviceName), link: { rebootAfterMin: 0 } }
}

/** The same, but the switch's state is restored at boot. */
export function withRestore(deviceName?: string): DeviceJson {
  return { ...deviceJson(deviceName), switches: { PowerSwitch_1: { pin: 'D2', atBoot: 'restore' } } }
}

/** The same with a second switch. */
export function twoSwitches(deviceName?: string): DeviceJson {
  const switches = { PowerSwitch_1: { pin: 'D2' }, PowerSwitch_2: { pin: 'D4' } }
  return { ...deviceJson(deviceName), switches }
}
