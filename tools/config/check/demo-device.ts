import { randomBytes } from 'node:crypto'
import type { SwitchesConfig } from '../../../apps/switch/section.ts'
import type { DeviceConfig } from '../../../firmware/boot/config.ts'

/** The access point in range of the simulated board. */
export const demoNetwork = { ssid: 'demo', password: 'demodemo' }

/**
 * Returns a configuration with an identity made for this start: only the local platform on `port` knows it, and nothing of it
 * remains when the demo ends. `pin` is the LED's.
 */
export function makeDemoDevice(port: number, pin = 'D2') {
  return {
    wifi: demoNetwork,
    aliyun: {
      productKey: 'a1DEMO00000',
      deviceName: 'switch-1',
      deviceSecret: randomBytes(16).toString('hex'),
      region: 'cn-shanghai',
      host: '127.0.0.1',
      port,
    },
    switches: { PowerSwitch_1: { pin, activeHigh: true, atBoot: 'off' } },
  } satisfies DeviceConfig & { switches: SwitchesConfig }
}
