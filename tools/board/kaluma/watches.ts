import type { Engine } from './engine.ts'
import type { Gpio } from './gpio.ts'

/** The events that setWatch takes: LOW_LEVEL, HIGH_LEVEL, FALLING, RISING, CHANGE. */
export const watchEvents = { lowLevel: 1, highLevel: 2, falling: 4, rising: 8, change: 12 } as const

interface Watch {
  readonly callback: unknown
  readonly pin: number
  readonly events: number
  readonly debounceMs: number
  /** The level that was last told. */
  value: number
  /** The level of the last look, and since when it has been so, ms; undefined when it is settled. */
  seen: number
  since: number | undefined
  cleared: boolean
}

/** setWatch and clearWatch: Kaluma looks at the pins once a turn, so that a change shorter than a turn is never seen. */
export class Watches {
  private readonly watches = new Map<number, Watch>()

  constructor(
    private readonly engine: Engine,
    private readonly gpio: Gpio,
  ) {
    gpio.onWire = (pin) => {
      for (const watch of this.watches.values()) if (watch.pin === pin) engine.loop.post(() => this.look(watch))
    }
  }

  get count(): number {
    return this.watches.size
  }

  set(callback: unknown, pin: number, events: number, debounceMs: number): number {
    const value = this.gpio.read(pin)
    const id = this.engine.loop.nextId()
    const state = { value, seen: value, since: undefined, cleared: false }
    this.watches.set(id, { callback, pin, events, debounceMs, ...state })
    return id
  }

  clear(id: number): void {
    const watch = this.watches.get(id)
    if (watch !== undefined) watch.cleared = true
    this.watches.delete(id)
  }

  /** Lets a pin go to a level and back, each for longer than any watch waits; the watches are called at once. */
  press(pin: number, level: 0 | 1): void {
    const rest = this.gpio.read(pin)
    if (rest === level) return
    this.engine.loop.beginTurn()
    for (const value of [level, rest])
      for (const watch of [...this.watches.values()]) if (watch.pin === pin) this.settle(watch, value)
  }

  private look(watch: Watch): void {
    if (watch.cleared) return
    const reading = this.gpio.read(watch.pin)
    if (reading !== watch.seen) {
      watch.seen = reading
      watch.since = this.engine.now()
    }
    if (watch.since === undefined) return
    const leftMs = watch.since + watch.debounceMs - this.engine.now()
    if (leftMs > 0) return this.engine.loop.postIn(leftMs, () => this.look(watch))
    watch.since = undefined
    if (reading !== watch.value) this.settle(watch, reading)
  }

  private settle(watch: Watch, value: number): void {
    watch.value = watch.seen = value
    const wanted = value === 1 ? watchEvents.rising : watchEvents.falling
    if ((watch.events & wanted) === 0 || watch.cleared) return
    const lives = this.engine.call(watch.callback, [watch.pin])
    if (lives) return
    // Freed twice: once by clearWatch, once because its callback threw.
    if (watch.cleared) this.engine.die('clearWatch of a watch in its own callback, which threw')
    for (const [id, one] of this.watches) if (one === watch) this.watches.delete(id)
  }
}
