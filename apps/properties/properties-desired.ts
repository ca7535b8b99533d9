/**
 * Properties without code, for a device.json with `"desired": true`: what was set while the device was away comes true when it is
 * back.
 *
 * 不写代码的属性，用于有 `"desired": true` 的 device.json：设备离线期间设置的值，在它上线后生效。
 */
import { allowKey, configure, followDesired } from '../../firmware/device.ts'
import { checkProperties } from './check-properties.ts'
import { start } from './properties.ts'
import type { PropertiesConfig } from './section.ts'

allowKey('desired true 1 0')
configure(
  'properties',
  (section) => {
    const config = section as PropertiesConfig
    followDesired(Object.keys(config).filter((name) => config[name]!.type === 'output' || config[name]!.type === 'pwm'))
    start(section)
  },
  checkProperties,
)
