/** How the script uses a pin, and what is there now. */
export interface PinUse {
  /** By digitalWrite, analogWrite, digitalRead or setWatch, analogRead; or by the pinMode for it. */
  readonly use: 'output' | 'pwm' | 'input' | 'analog'
  /** 0 to 1: a level, 0 or 1; of `pwm` the share of time that the pin is high; of `analog` the share of full scale. */
  readonly value: number
  /** Hz, of `pwm`; undefined when the script gave none, and the board's own applies. */
  readonly freqHz?: number | undefined
  /** Of `input`: what decides its level while nobody drives it. */
  readonly pull?: 'up' | 'down' | undefined
  /** Of `input`: whether somebody outside drives it. */
  readonly isDriven?: boolean
}

/** The pins that the script uses, by name, in the order of the board. */
export type PinUses = Readonly<Record<string, PinUse>>

/** What the console moves: a pin as the script names it. */
interface Movable {
  pins(): PinUses
  drive(pin: string, level: 0 | 1 | undefined): void
  setAnalog(pin: string, value: number): void
}

/**
 * Moves an input that the script uses: a digital one to 0 or 1, or lets it go (undefined); an analog one to 0 to 1 of full
 * scale. Any other pin stays as it is.
 */
export function movePin(outside: Movable, pin: string, value: number | undefined): void {
  const { use } = outside.pins()[pin] ?? {}
  if (use === 'input') outside.drive(pin, value === undefined ? undefined : value > 0 ? 1 : 0)
  if (use === 'analog' && value !== undefined) outside.setAnalog(pin, value)
}

/** What is known of a pin of a board with Espruino. */
interface UsedPin {
  readonly use?: PinUse['use']
  readonly mode?: string
  readonly pwm?: { readonly value: number; readonly freq: number | undefined }
  readonly outside?: 0 | 1 | undefined
  readonly analog?: number
  readonly latch?: 0 | 1
}

/** Returns how a pin is used; `level` is what a script reads there. */
export function useOf(
  { use = 'output', mode = '', pwm, outside, analog = 0, latch = 0 }: UsedPin,
  level: 0 | 1,
): PinUse {
  switch (use) {
    case 'pwm':
      return { use, value: pwm?.value ?? 0, freqHz: pwm?.freq }
    case 'analog':
      return { use, value: Math.min(Math.max(analog, 0), 1) }
    case 'input': {
      const pull = mode.endsWith('pullup') ? 'up' : mode.endsWith('pulldown') ? 'down' : undefined
      return { use, value: level, pull, isDriven: outside !== undefined }
    }
    case 'output':
      return { use, value: mode.includes('opendrain') ? level : latch }
  }
}
