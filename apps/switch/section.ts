/** One PowerSwitch_n as configured; activeHigh is true, atBoot `off`, unless said otherwise. */
export interface SwitchConfig {
  readonly pin: string
  /** The pin of a button to ground, which toggles the switch; none unless said. */
  readonly button?: string
  readonly activeHigh?: boolean
  readonly atBoot?: 'off' | 'on' | 'restore'
}

/** The section `switches` of device.json. */
export interface SwitchesConfig {
  readonly [name: string]: SwitchConfig
}
