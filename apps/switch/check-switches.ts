import { asksFor, isFromFile, type CheckRules, type Tell } from '../../firmware/device.ts'
import type { SwitchConfig, SwitchesConfig } from './section.ts'

/** Tells what is wrong with the section, and with its pins on this board. `section` may be missing or of any type. */
export function checkSwitches(section: unknown, tell: Tell, check: CheckRules): void {
  const switches = section as SwitchesConfig
  const names = isFromFile() && (typeof section !== 'object' || !section) ? [] : Object.keys(switches)
  if (isFromFile() && !names.length) tell('switches is missing, wanted PowerSwitch_1')
  const taken: { [pin: number]: string } = {}
  names.forEach((name) => {
    const path = 'switches.' + name
    let each = switches[name]!
    // The build has checked a configuration inside the script.
    if (isFromFile()) {
      if (!/^PowerSwitch_[1-9]\d*$/.test(name)) tell(path + ' is unknown, wanted PowerSwitch_1, _2 ...')
      each = check(
        tell,
        path,
        each,
        'pin w 1 8 !,button w 1 8,activeHigh true|false 1 0,atBoot "off"|"on"|"restore" 1 0',
      ) as SwitchConfig
    }
    const checkPin = (key: 'pin' | 'button'): void => {
      const pin = each[key]
      if (isFromFile() ? typeof pin !== 'string' : !pin) return
      const gpio = Pin(pin as string)
      const wrong = gpio == null ? 'no pin of this board' : isFromFile() && taken[+gpio] && 'taken by ' + taken[+gpio]
      if (wrong) tell(path + '.' + key + ' "' + pin + '" is ' + wrong)
      if (isFromFile()) taken[+gpio!] = name
    }
    if (asksFor('switches.*.button')) (['pin', 'button'] as const).forEach(checkPin)
    else checkPin('pin')
  })
}
