import type { Clock } from '../time/clock.ts'
import { percentOf } from './lamp.ts'
import type { PinUse, PinUses } from './pins/pin-use.ts'

/** A pin is told of again after so long at the earliest, ms; twice as long each time while it does not rest, up to the most. */
const [leastMs, mostMs] = [250, 2000]

interface Told {
  readonly what: string
  readonly atMs: number
  readonly waitMs: number
  /** Whether it changed again within the wait. */
  isHeld: boolean
}

/**
 * Returns a function that takes each report of a board's pins, and calls `tell` for the outputs that have changed so that a
 * person sees it. Of a pin that changes faster than every 250 ms only what it is then is told, and less and less often: a fade
 * that has no end takes a line every two seconds.
 */
export function createLamps(clock: Clock, tell: (pin: string, use: PinUse) => void): (pins: PinUses) => void {
  const told = new Map<string, Told>()
  let latest: PinUses = {}
  let waiting: number | undefined

  function look(): void {
    const now = clock.now()
    let nextMs = Infinity
    for (const [pin, use] of Object.entries(latest)) {
      const what = shown(use)
      const last = told.get(pin)
      if (what === undefined || what === last?.what) continue
      const leftMs = last === undefined ? 0 : last.atMs + last.waitMs - now
      if (last !== undefined && leftMs > 0) {
        last.isHeld = true
        nextMs = Math.min(nextMs, leftMs)
        continue
      }
      const waitMs = last?.isHeld === true ? Math.min(last.waitMs * 2, mostMs) : leastMs
      told.set(pin, { what, atMs: now, waitMs, isHeld: false })
      tell(pin, use)
    }
    if (nextMs < Infinity) waiting ??= clock.set(() => ((waiting = undefined), look()), nextMs)
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
