import { withButtons, withFile, withTls } from '../features.ts'
import { namesOf, type Tell } from './check-config.ts'
import type { DeviceConfig, SwitchConfig } from './config.ts'

/**
 * Tells what a configuration asks for that this board or its Espruino build does not have. Runs after `checkConfig`
 * whatever that found, so any part of the configuration may be missing or of a wrong type.
 */
export function checkBoard(config: DeviceConfig, modules: readonly string[], tell: Tell): void {
  if (withTls && modules.indexOf('tls') < 0)
    (['aliyun', 'mqtt'] as const).forEach((way) => {
      const login = config[way]
      if (login && login.tls) tell(way + '.tls true, but this Espruino build has no TLS')
    })
  const taken: { [pin: number]: string } = {}
  // The build has checked the types of a configuration inside the script.
  const keysOf = withFile ? namesOf : Object.keys
  keysOf(config.switches).forEach((name) => {
    const each: SwitchConfig = config.switches[name]!
    // No keys where it is not an object: the engine throws when code reads a key of a string.
    const keys = withFile && namesOf(each)
    ;(withButtons ? (['pin', 'button'] as const) : (['pin'] as const)).forEach((key) => {
      const pin = (!keys || keys.indexOf(key) >= 0) && each[key]
      if (withFile ? typeof pin !== 'string' : !pin) return
      const gpio = board.pinOf(pin as string)
      const wrong = gpio == null ? 'no pin of this board' : taken[gpio] && 'taken by ' + taken[gpio]
      if (wrong) tell('switches.' + name + '.' + key + ' "' + pin + '" is ' + wrong)
      taken[gpio!] = name
    })
  })
}
