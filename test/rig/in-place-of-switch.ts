import type { DeviceJson } from './identity.ts'
import type { Instead } from './on-pico-w.ts'

/**
 * FAULTS_AS of the environment: what the fault tests' PowerSwitch_1 is. `switch` is the switch's own application; with `output` and
 * `pwm` the script is that of properties on pins, and PowerSwitch_1 a pin of that type, for PWM from 0 to 1; with `everything` it is
 * the switch beside every feature of the platform.
 */
export type FaultsAs = 'switch' | 'output' | 'pwm' | 'everything'

export const faultsAs: FaultsAs = read(process.env['FAULTS_AS'])

function read(word = 'switch'): FaultsAs {
  if (word === 'switch' || word === 'output' || word === 'pwm' || word === 'everything') return word
  throw new Error(`FAULTS_AS=${word} is unknown, wanted output, pwm or everything`)
}

/** Returns the device.json that the board gets. */
export function configFileOf({ switches, ...rest }: DeviceJson, as: FaultsAs = faultsAs): object {
  if (rest.properties !== undefined) return rest
  if (as === 'switch' || as === 'everything') return { switches, ...rest }
  const range = as === 'pwm' ? { min: 0, max: 1 } : {}
  const entries = Object.entries(switches).map(([name, each]) => [name, { type: as, ...each, ...range }])
  return { properties: Object.fromEntries(entries), ...rest }
}

const both: readonly FaultsAs[] = ['output', 'pwm']

const requestsApp = 'its application is another one, with every feature'

/** Fault tests that hold for the switch alone: the words of a name, and why. */
const only: readonly (readonly [words: RegExp, as: readonly FaultsAs[], why: string])[] = [
  [/user\/get|between SUBSCRIBE and SUBACK/, both, 'properties on pins subscribe to no topic of their own'],
  [/^F5[1-3] /, both, requestsApp],
  [/two presses|press of the button/, both, 'an output has no button'],
  [/of any value but 0 and 1/, ['pwm'], 'PWM from 0 to 1 takes 0.5, too; test/apps/properties/ has its wrong values'],
  [/a wrong and a right switch/, ['pwm'], 'PWM from 0 to 1 says "must be 0 to 1"'],
]

/** With every feature something that is asked for after a set may be on its way when the link dies: the write is what is noticed. */
export const insteadAs: Readonly<Record<string, Instead>> =
  faultsAs === 'everything' ? { 'pingresp-timeout': { faults: ['write-stalled'], laterMs: 0 } } : {}

/** How the log names values that could not be restored. */
export const unrestored =
  faultsAs === 'switch' || faultsAs === 'everything'
    ? 'W switch no saved state, so off:'
    : 'W properties no saved value, so off:'

/** Returns why a fault test is not for what PowerSwitch_1 is, undefined where it is. */
export function whyNotAs(name: string): string | undefined {
  return only.find(([words, as]) => as.includes(faultsAs) && words.test(name))?.[2]
}
