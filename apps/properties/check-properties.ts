import { isFromFile, type CheckRules, type Tell } from '../../firmware/device.ts'

type Each = { readonly [key: string]: unknown }

/** Tells what is wrong with the section, and with its pins on this board. `section` may be missing or of any type.
 * What it needs is inside, so that it is freed with the start. */
export function checkProperties(section: unknown, tell: Tell, check: CheckRules): void {
  /** Rules of check-config.ts by type. Numbers that may have decimals are checked here: `min`, `max`, `deadBand`. */
  const rules: { readonly [type: string]: string } = {
    output: '',
    pwm: ',min ,max ,freqHz n 1 40000',
    input: ',pull "up"|"down"|"none" 1 0,debounceMs n 0 10000',
    analog: ',min ,max ,deadBand ,decimals n 0 6,leastS n 1 3600,mostS n 1 86400',
  }
  const outputRules = ',atBoot "off"|"on"|"restore" 1 0'
  const levelRules = ',activeHigh true|false 1 0'
  const properties = section as { readonly [name: string]: Each }
  const names = isFromFile() && (typeof section !== 'object' || !section) ? [] : Object.keys(properties)
  // A file for the switch, most likely.
  if (isFromFile() && !names.length)
    tell('properties is missing; a file with switches is for another script: npm run flash')
  const taken: { [pin: number]: string } = {}
  names.forEach((name) => {
    const path = 'properties.' + name
    // The build has checked a configuration inside the script.
    const each = isFromFile() ? checkKeys(tell, path, properties[name], check) : properties[name]!
    if (isFromFile() && !isName(name)) tell(path + ' is no name: wanted letters, digits and _')
    const pin = each.pin
    if (isFromFile() && typeof pin !== 'string') return
    const gpio = Pin(pin as string)
    const wrong = gpio == null ? 'no pin of this board' : isFromFile() && taken[+gpio] && 'taken by ' + taken[+gpio]
    if (wrong) tell(path + '.pin "' + pin + '" is ' + wrong)
    if (isFromFile()) taken[+gpio!] = name
  })

  /** Checks the keys of one property by its type. Returns them, or {}. */
  function checkKeys(tell: Tell, path: string, values: unknown, check: CheckRules): Each {
    const type = ((values || {}) as Each).type as string
    const own = ['output', 'pwm', 'input', 'analog'].indexOf(type) < 0 ? undefined : rules[type]!
    const each = check(
      tell,
      path,
      values,
      // Of an unknown type no key is known to be wrong.
      'type "output"|"pwm"|"input"|"analog" 1 0 !,pin w 1 8 !' +
        (own === undefined
          ? ',min ,max ,freqHz ,pull ,debounceMs ,deadBand ,decimals ,leastS ,mostS ,activeHigh ,atBoot '
          : own + (type === 'analog' ? '' : levelRules) + (type === 'output' || type === 'pwm' ? outputRules : '')),
    ) as Each
    if (own && own.indexOf('min') > 0) checkNumbers(tell, path, each)
    return each
  }

  /** Checks the numbers of a PWM output or an analog input, and that they go together. */
  function checkNumbers(tell: Tell, path: string, each: Each): void {
    ;['min', 'max', 'deadBand'].forEach((key) => {
      const value = each[key] as number
      if (value !== undefined && !(typeof value === 'number' && value >= (key[2] === 'a' ? 0 : -1e6) && value <= 1e6))
        tell(path + '.' + key + ' ' + JSON.stringify(value) + ', wanted a number up to 1000000')
    })
    const min = numberOr(each.min, 0)
    const max = numberOr(each.max, 100)
    if (each.type === 'pwm' ? min >= max : min === max)
      tell(path + '.max ' + max + ', wanted ' + (each.type === 'pwm' ? 'more than' : 'another than') + ' min ' + min)
    const leastS = numberOr(each.leastS, 10)
    if (each.type === 'analog' && numberOr(each.mostS, 600) < leastS)
      tell(path + '.mostS is less than leastS ' + leastS)
  }

  /** Whether a name can be an identifier of a thing model: 1 to 50 letters, digits and _, a letter first. The engine's regular expressions have no counts. */
  function isName(name: string): boolean {
    return name.length <= 50 && /^[A-Za-z]\w*$/.test(name)
  }
}

/** A number of the configuration, or what stands for a missing one. */
export function numberOr(value: unknown, otherwise: number): number {
  return value === undefined ? otherwise : (value as number)
}
