import { cloudHost, cloudPort, deviceJson, type DeviceJson } from '../../../rig/identity.ts'

/** The configuration that is inside the judged script; no real secret. The same script is judged by both rings. */
export function picoConfig(changes: Partial<DeviceJson> = {}): DeviceJson {
  return {
    ...deviceJson('pico1'),
    switches: {
      PowerSwitch_1: { pin: 'GP15', atBoot: 'restore', button: 'GP14' },
      PowerSwitch_2: { pin: 'LED' },
    },
    link: { keepAliveS: 30, rebootAfterMin: 15 },
    ...changes,
  }
}

export { cloudHost, cloudPort }
