import type { Clock } from '../time/clock.ts'
import { percentOf } from './lamp.ts'
import type { PinUse, PinUses } from './pins/pin-use.ts'

/** A line about a pin takes so long, ms; how much of that can be saved decides how many changes in a row have each its line. */
const eachMs = 1000
const savedMs = { output: 10_000, pwm: 0 } as const

/**
 * Returns a function that takes each report of a board's pins, and calls `tell` for the outputs that have changed so that a
 * person sees it. Of a pin that fades, or blinks faster than anybody reads, what it is then is told once a second.
 */
export function createLamps(clock: Clock, tell: (pin: string, use: PinUse) => void): (pins: PinUses) => void {
  const told = new Map<string, { readonly what: string; readonly dueAt: number }>()
  let latest: PinUses = {}
  let waiting: number | undefined

  function look(): void {
    const now = clock.now()
    let nextAt = Infinity
    for (const [pin, use] of Object.entries(latest)) {
      const last = told.get(pin)
      const what = shown(use)
      if (what === undefined || what === last?.what) continue
      const dueAt = Math.max(last?.dueAt ?? -Infinity, now - savedMs[use.use === 'pwm' ? 'pwm' : 'output'])
      if (dueAt > now) {
        nextAt = Math.min(nextAt, dueAt)
        continue
      }
      told.set(pin, { what, dueAt: dueAt + eachMs })
      tell(pin, use)
    }
    if (nextAt < Infinity) waiting ??= clock.set(() => ((waiting = undefined), look()), nextAt - now)
  }

  return (pins) => {
    latest = pins
    for (const pin of told.keys()) if (pins[pin] === undefined) told.delete(pin)
    look()
  }
}

/** What a person sees of an output; undefined for an input. */
function shown({ use, value, freqHz }: PinUse): string | undefined {
  if (use === 'output') return String(value)
  return use === 'pwm' ? `${percentOf(value)} ${freqHz ?? ''}` : undefined
}
