import { withButtons, withFile, withTls } from '../features.ts'
import { namesOf, type Tell } from './check-config.ts'
import type { DeviceConfig, SwitchConfig } from './config.ts'

/**
 * Tells what a configuration asks for and this board and its Espruino do not have. The configuration may have any problem
 * that checkConfig tells.
 */
export function checkBoard(config: DeviceConfig, modules: readonly string[], tell: Tell): void {
  if (withTls && modules.indexOf('tls') < 0)
    (['aliyun', 'mqtt'] as const).forEach((way) => {
      const login = config[way]
      if (login && login.tls) tell(way + '.tls true, but this Espruino build has no TLS')
    })
  const taken: { [pin: number]: string } = {}
  // What is inside the script was checked by the build: there is no need to look at what its parts are.
  const keysOf = withFile ? namesOf : Object.keys
  keysOf(config.switches).forEach((name) => {
    const each: SwitchConfig = config.switches[name]!
    // None of what is no object: the engine throws at a key of a string.
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
