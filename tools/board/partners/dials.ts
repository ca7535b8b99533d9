import type { DialOptions } from './bench.ts'

/** What a person turns to change what a partner measures: a slider, such as the temperature of a thermometer. */
export interface Dial {
  readonly name: string
  /** Shown behind the value: '°C', '%', or ''. */
  readonly unit: string
  readonly min: number
  readonly max: number
  readonly value: number
}

/** The dials of all partners of a board, by their names. */
export class Dials {
  private readonly dials = new Map<string, { dial: Dial; onChange: (value: number) => void }>()
  private readonly listeners = new Set<() => void>()

  has(name: string): boolean {
    return this.dials.has(name)
  }

  /** Adds a dial; `onChange` is called at each later change, not now. */
  add({ name, unit = '', min, max, value, onChange = () => undefined }: DialOptions): void {
    this.dials.set(name, { dial: { name, unit, min, max, value }, onChange })
  }

  /** Returns them in the order in which they were added. */
  list(): readonly Dial[] {
    return Array.from(this.dials.values(), ({ dial }) => dial)
  }

  /** Turns a dial, no further than its ends. Returns whether there is one of this name and the value is a number. */
  set(name: string, value: number): boolean {
    const known = this.dials.get(name)
    if (known === undefined || Number.isNaN(value)) return false
    const { min, max } = known.dial
    const turned = Math.min(Math.max(value, min), max)
    known.dial = { ...known.dial, value: turned }
    known.onChange(turned)
    for (const listener of [...this.listeners]) listener()
    return true
  }

  /** Calls `listener` after each change. Returns a function that ends that. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }
}
