/**
 * The switch for a device.json with `"desired": true`: what was set while it was away comes true when it is back.
 *
 * device.json 中有 `"desired": true` 时使用的开关：离线期间设置的值，在它上线后生效。
 */
import { allowKey, configure, followDesired } from '../../firmware/device.ts'
import { checkSwitches } from './check-switches.ts'
import { start } from './switch.ts'

allowKey('desired true 1 0')
configure(
  'switches',
  (section) => {
    followDesired(Object.keys(section as object))
    start(section)
  },
  checkSwitches,
)
