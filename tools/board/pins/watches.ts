import type { Machine } from '../language/machine.ts'
import type { Level, Pins } from './pins.ts'

interface Watch {
  pin: number
  task: unknown
  /** 1: rising, -1: falling, 0: both. */
  edge: number
  repeat: boolean
  debounceMs: number
  state: Level
  /** When the level last changed, s. */
  lastTime: number | undefined
  /** A change that has to last before it counts; `id`: of its timer. */
  pending?: { id: number; state: Level; dueMs: number } | undefined
}

interface Edge {
  pin: number
  level: Level
  /** Board time on the clock's scale, ms. */
  atMs: number
}

export interface WatchOptions {
  edge?: unknown
  repeat?: unknown
  debounce?: unknown
}

const edgeFault = "'edge' in setWatch should be 1, -1, 0, 'rising', 'falling' or 'both'"
const noWatch =
  'Unable to set watch. You may already have a watch on a pin with the same number (eg. A0 and B0),\n' +
  'or this pin cannot be used with watch'
const edges: Readonly<Record<string, number>> = { rising: 1, falling: -1, both: 0 }

/** setWatch and clearWatch: what was seen at a pin is handed over in the next idle turn (jsiIdle in jsinteractive.c). */
export class Watches {
  private readonly watches = new Map<number, Watch>()
  private seen: Edge[] = []

  constructor(
    private readonly machine: Machine,
    private readonly pins: Pins,
  ) {
    machine.loop.inputs.push(() => this.handOver())
    pins.onWire = (pin, level) => {
      if (![...this.watches.values()].some((watch) => watch.pin === pin)) return
      this.seen.push({ pin, level, atMs: machine.host.clock.now() })
      machine.loop.wake()
    }
  }

  /** Returns the watch's id, or undefined for a pin that cannot be watched. */
  set(task: unknown, pin: number | undefined, options: unknown): number | undefined {
    const { machine } = this
    if (pin === undefined) return machine.complain('Invalid pin')
    if (machine.profile.unwatchedPins.includes(pin)) return machine.warn(noWatch)
    const { edge, repeat, debounce } = this.optionsOf(options)
    if (typeof task !== 'function' && typeof task !== 'string')
      machine.fail('Error', 'Function or String not supplied!')
    const state = this.pins.read(pin)
    let id = 1
    for (const taken of this.watches.keys()) id = taken + 1
    this.watches.set(id, { pin, task, edge, repeat, debounceMs: debounce, state, lastTime: undefined })
    return id
  }

  /** `ids` is empty: all. */
  clear(ids: readonly unknown[]): void {
    if (ids.length === 0) return this.watches.clear()
    const [id] = ids
    if (id === undefined) this.machine.fail('Error', 'clearWatch(undefined) not allowed. Use clearWatch() instead')
    if (!this.watches.delete(Number(id))) this.machine.fail('Error', `Unknown Watch ${String(id)}`)
  }

  /** Lets a pin go to a level and back, each for longer than any watch waits; the watches are called at once. */
  press(pin: number, level: Level): void {
    const rest = this.pins.wire(pin)
    if (rest === level) return
    for (const state of [level, rest])
      for (const [id, watch] of [...this.watches]) if (watch.pin === pin) this.settle(id, watch, state)
    this.machine.loop.wake()
  }

  private optionsOf(options: unknown): { edge: number; repeat: boolean; debounce: number } {
    if (typeof options !== 'object' || options === null) return { edge: 0, repeat: Boolean(options), debounce: 0 }
    const { edge, repeat, debounce } = options as WatchOptions
    const wait = Number(debounce)
    const known = edge === undefined ? 0 : typeof edge === 'number' ? Math.sign(edge) : edges[String(edge)]
    if (known === undefined) return this.machine.fail('TypeError', edgeFault)
    return { edge: known, repeat: Boolean(repeat), debounce: wait > 0 ? wait : 0 }
  }

  private handOver(): void {
    for (let edge = this.seen.shift(); edge; edge = this.seen.shift()) {
      for (const [id, watch] of [...this.watches]) if (watch.pin === edge.pin) this.see(id, watch, edge)
    }
  }

  private see(id: number, watch: Watch, { level, atMs }: Edge): void {
    const { debounceMs, pending } = watch
    if (debounceMs === 0) return this.settle(id, watch, level, atMs)
    if (!pending) {
      if (level !== watch.state) this.wait(id, watch, level, atMs + debounceMs)
      return
    }
    this.machine.loop.timers.clear(pending.id)
    // The wait was over, but the interpreter was busy: it counts before what came now.
    if (atMs > pending.dueMs && level !== watch.state) {
      watch.pending = undefined
      return this.settle(id, watch, level, pending.dueMs - debounceMs)
    }
    this.wait(id, watch, level, atMs + debounceMs)
  }

  /** Waits on a timer, as the engine does: clearTimeout() ends it. */
  private wait(id: number, watch: Watch, state: Level, dueMs: number): void {
    const { loop } = this.machine
    const over = (): void => {
      watch.pending = undefined
      if (state !== watch.state) this.settle(id, watch, state, dueMs - watch.debounceMs)
    }
    watch.pending = { id: loop.timers.add(over, dueMs - loop.now(), [], false), state, dueMs }
  }

  /** The level has changed: calls the task where its edge is asked for. */
  private settle(id: number, watch: Watch, state: Level, atMs = this.machine.loop.now()): void {
    const { machine } = this
    const time = (machine.timeMs() - machine.loop.now() + atMs) / 1000
    const { lastTime, edge, pin, task } = watch
    watch.state = state
    watch.lastTime = time
    if (edge !== 0 && edge > 0 !== (state === 1)) return
    const lives = machine.call(task, undefined, [machine.object({ state: state === 1, lastTime, time, pin })])
    if (!lives && watch.repeat) {
      machine.complain('Ctrl-C while processing watch - removing it.')
      machine.flags.raise('CALLBACK')
    }
    if ((!lives || !watch.repeat) && this.watches.get(id) === watch) this.watches.delete(id)
  }
}
