import type { DeviceJson } from './identity.ts'
import { faultsAs, type FaultsAs } from './in-place-of-switch.ts'

/** What drives a pin: a switch, or a property of type output or pwm. */
export interface Output {
  readonly name: string
  readonly pin: string
  readonly activeHigh: boolean
  readonly atBoot: 'off' | 'on' | 'restore'
  readonly isPwm: boolean
  /** Of PWM; else 0 and 1. */
  readonly min: number
  readonly max: number
}

/** All outputs of a configuration; of its switches what `as` makes of them. */
export function outputsOf({ switches, properties = {} }: DeviceJson, as: FaultsAs = faultsAs): Output[] {
  const ofSwitches = Object.entries(switches).map(([name, { pin, activeHigh = true, atBoot = 'off' }]): Output => ({
    ...{ name, pin, activeHigh, atBoot },
    ...{ isPwm: as === 'pwm', min: 0, max: 1 },
  }))
  const ofProperties = Object.entries(properties).flatMap(([name, each]): Output[] => {
    if (each.type !== 'output' && each.type !== 'pwm') return []
    const { pin, activeHigh = true, atBoot = 'off' } = each
    const range = each.type === 'pwm' ? { min: each.min ?? 0, max: each.max ?? 100 } : { min: 0, max: 1 }
    return [{ ...{ name, pin, activeHigh, atBoot, isPwm: each.type === 'pwm' }, ...range }]
  })
  return [...ofSwitches, ...ofProperties]
}
