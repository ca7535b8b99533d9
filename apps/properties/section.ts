/** A pin that a property of 0 or 1 drives. */
export interface OutputConfig {
  readonly type: 'output'
  readonly pin: string
  /** false: on while the pin is low. */
  readonly activeHigh?: boolean
  readonly atBoot?: 'off' | 'on' | 'restore'
}

/** A pin that a number drives by PWM: `min` (0) is never on, `max` (100) always. */
export interface PwmConfig extends Omit<OutputConfig, 'type'> {
  readonly type: 'pwm'
  readonly min?: number
  readonly max?: number
  /** 1000 unless said. */
  readonly freqHz?: number
}

/** A pin that is read as 0 or 1, and posted at each change. */
export interface InputConfig {
  readonly type: 'input'
  readonly pin: string
  /** `up` unless said. */
  readonly pull?: 'up' | 'down' | 'none'
  /** false: 1 while the pin is low. */
  readonly activeHigh?: boolean
  /** 30 unless said. */
  readonly debounceMs?: number
}

/** A pin whose voltage is a number: `min` (0) at 0 V, `max` (100) at full scale; `min` above `max` turns it round. */
export interface AnalogConfig {
  readonly type: 'analog'
  readonly pin: string
  readonly min?: number
  readonly max?: number
  /** Of the posted value; 0 unless said. */
  readonly decimals?: number
  /** A smaller change is not posted; a hundredth of the span unless said. */
  readonly deadBand?: number
  /** Read, and posted at most, each so many seconds; 10 unless said. */
  readonly leastS?: number
  /** After so many seconds an unchanged value is posted again; 600 unless said. */
  readonly mostS?: number
}

export type PropertyConfig = OutputConfig | PwmConfig | InputConfig | AnalogConfig

/** The section `properties` of device.json: what each property of the thing model is on the board. */
export interface PropertiesConfig {
  readonly [name: string]: PropertyConfig
}
