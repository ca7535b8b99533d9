import type { BoardKind } from './board-kind.ts'
import { inputOnly } from './pin-range.ts'
import { speak } from '../command-line/language.ts'

/** Whether a pin suits; `reason` continues a sentence that begins with its name: "is wired to the flash chip". */
export interface PinVerdict {
  readonly severity: 'fine' | 'warning' | 'error'
  readonly reason: string
}

/** Judges whether a board can switch something with that pin. Pin names as in device.json: D2, B12. */
export function judgePin({ pins, unusable, delicate, title }: BoardKind, pin: string): PinVerdict {
  if (!pins.includes(pin)) return { severity: 'error', reason: speak`is no pin of ${title}` }
  const wrong = unusable[pin]
  if (wrong !== undefined) return { severity: 'error', reason: speak`${speak(wrong)} on ${title}` }
  const risk = delicate[pin]
  return risk === undefined ? { severity: 'fine', reason: '' } : { severity: 'warning', reason: speak(risk) }
}

/** Judges whether a button between that pin and ground can be read. */
export function judgeButton(kind: BoardKind, pin: string): PinVerdict {
  const { severity, reason } = judgePin(kind, pin)
  if (kind.button?.pin === pin && kind.button.activeHigh)
    return { severity: 'error', reason: speak`is high while pressed on ${kind.title}; wanted is a button to ground` }
  if (kind.button?.pin === pin) return { severity: 'fine', reason: '' }
  if (kind.outputOnly?.includes(pin) === true)
    return { severity: 'error', reason: speak`is an output only on ${kind.title}` }
  if (severity === 'error' && kind.pins.includes(pin) && kind.unusable[pin] === inputOnly)
    return {
      severity: 'warning',
      reason: speak`${reason}, and may have no pull-up inside: it needs a resistor to 3.3 V`,
    }
  return { severity, reason }
}

/** Returns the pins that can switch something without a warning, in order. */
export function goodPins(kind: BoardKind): string[] {
  return kind.pins.filter((pin) => judgePin(kind, pin).severity === 'fine')
}

/** The pin, of those `there`, that another name for the same GPIO means: D5 for IO5, GP5 on a Pico W for D5. */
export function nearPin(pin: string, there: readonly string[]): string | undefined {
  const number = /\d+$/.exec(pin)?.[0]
  return [`D${number}`, `GP${number}`].find((near) => near !== pin && there.includes(near))
}

/** Returns names with neighbours joined, so that they fit a line: `D2 D4 D5 D12-D19`. */
export function joinRanges(pins: readonly string[]): string {
  const runs: [first: string, last: string][] = []
  for (const pin of pins) {
    const run = runs.at(-1)
    if (run !== undefined && pin === next(run[1])) run[1] = pin
    else runs.push([pin, pin])
  }
  return runs
    .map(([first, last]) => (first === last ? first : `${first}${next(first) === last ? ' ' : '-'}${last}`))
    .join(' ')
}

const next = (pin: string) => pin.replace(/\d+$/, (number) => String(Number(number) + 1))
