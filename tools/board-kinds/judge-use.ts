import type { BoardKind } from './board-kind.ts'
import { judgePin, type PinVerdict } from './judge-pin.ts'
import { inputOnly } from './pin-range.ts'
import { pinUses, whyNoAnalog, type PinUse } from './pin-uses.ts'
import { speak } from '../command-line/language.ts'

/** Judges whether a board can do that with a pin. Pin names as in device.json: D2, B12. */
export function judgeUse(kind: BoardKind, pin: string, use: PinUse): PinVerdict {
  const verdict = judgePin(kind, pin)
  const uses = pinUses[kind.name]
  const reads = use === 'input' || use === 'analog'
  const isInputOnly = kind.pins.includes(pin) && kind.unusable[pin] === inputOnly
  const isButton = kind.button?.pin === pin && use === 'input'
  if (verdict.severity === 'error' && !(reads && isInputOnly) && !isButton) return verdict
  const wrong =
    use === 'pwm'
      ? uses.pwm.none[pin]
      : use === 'input'
        ? uses.noInput[pin]
        : use === 'analog' && !uses.analog.includes(pin)
          ? whyNoAnalog(uses, pin)
          : undefined
  if (wrong !== undefined) return { severity: 'error', reason: speak`${speak(wrong)} on ${kind.title}` }
  return isButton || (reads && isInputOnly) ? { severity: 'fine', reason: '' } : verdict
}

/** Returns the pins that can do that without a warning, in order. */
export function pinsFor(kind: BoardKind, use: PinUse): string[] {
  return kind.pins.filter((pin) => judgeUse(kind, pin, use).severity === 'fine')
}

/** Returns why an input's pin has no such resistor inside; undefined where it has. */
export function judgePull(kind: BoardKind, pin: string, pull: 'up' | 'down'): string | undefined {
  const { noPull, noPullDown } = pinUses[kind.name]
  if (noPull.includes(pin)) return speak`"${pin}" has no resistor inside on ${kind.title}`
  return pull === 'down' && noPullDown === true ? speak`there is no pull-down on ${kind.title}` : undefined
}
