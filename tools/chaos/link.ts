import type { Clock } from '../time/clock.ts'
import type { Pipe } from '../board/network/pipe.ts'
import { Channel, type Item } from './channel.ts'
import { modeText, type Direction, type Mode, type Step } from './modes.ts'
import type { Random } from './random.ts'

export interface LinkParts {
  clock: Clock
  random: Random
  steps: readonly Step[]
  note: (text: string) => void
  onClosed: () => void
}

/**
 * Joins the pipe of a device with the pipe to its cloud, and applies the steps of the connection to them. It sets the
 * handlers of both pipes. The FIN or RST of each end reaches the other end as the mode of its direction says.
 */
export class Link {
  private readonly channels: Readonly<Record<Direction, Channel>>
  private readonly ends: Readonly<Record<Direction, Pipe>>
  private byteSteps: { direction: Direction; afterBytes: number; mode: Mode }[] = []
  private readonly timers: number[] = []
  private ended = 0
  private isClosed = false

  constructor(
    device: Pipe,
    cloud: Pipe,
    private readonly parts: LinkParts,
  ) {
    this.ends = { up: device, down: cloud }
    this.channels = { up: this.open('up', device, cloud), down: this.open('down', cloud, device) }
    for (const step of parts.steps) this.plan(step)
  }

  set(directions: readonly Direction[], mode: Mode): void {
    for (const direction of directions) {
      if (this.isClosed) return
      this.parts.note(`${direction} ${modeText(mode)}`)
      this.channels[direction].set(mode)
    }
  }

  /** Ends both pipes, by RST or FIN, and forgets them. */
  close(how: 'rst' | 'fin'): void {
    if (this.isClosed) return
    this.isClosed = true
    this.timers.forEach((timer) => this.parts.clock.clear(timer))
    for (const direction of ['up', 'down'] as const) {
      const from = this.ends[direction]
      this.channels[direction].close()
      from.resume()
      if (how === 'rst') from.reset()
      else from.end()
    }
    this.parts.note(`closed by ${how}, up ${this.channels.up.taken} B, down ${this.channels.down.taken} B`)
    this.parts.onClosed()
  }

  private open(direction: Direction, from: Pipe, to: Pipe): Channel {
    const { clock, random } = this.parts
    const channel = new Channel(from, to, {
      clock,
      random,
      deliver: (item) => this.deliver(to, item),
      lose: () => this.oneEnded('rst'),
      cut: (how, afterMs) => this.cut(how, afterMs),
      note: (text) => this.parts.note(`${direction} ${text}`),
    })
    from.onData = (bytes) => this.take(direction, bytes)
    from.onEnd = () => this.over(direction, 'fin')
    from.onReset = () => this.over(direction, 'rst')
    return channel
  }

  private plan({ when, directions, mode }: Step): void {
    if ('afterMs' in when) {
      this.timers.push(this.parts.clock.set(() => this.set(directions, mode), when.afterMs))
      return
    }
    for (const direction of directions) this.byteSteps.push({ direction, afterBytes: when.afterBytes, mode })
    this.byteSteps.sort((a, b) => a.afterBytes - b.afterBytes)
    this.takeByteSteps()
  }

  /** Takes a chunk, divided where a step begins inside it. */
  private take(direction: Direction, bytes: Uint8Array): void {
    const channel = this.channels[direction]
    let rest = bytes
    while (rest.length > 0 && !this.isClosed) {
      const next = this.byteSteps.find((step) => step.direction === direction)
      const until = next === undefined ? rest.length : next.afterBytes - channel.taken
      channel.take(rest.subarray(0, until))
      rest = rest.subarray(until)
      this.takeByteSteps()
    }
  }

  private takeByteSteps(): void {
    const isDue = ({ direction, afterBytes }: { direction: Direction; afterBytes: number }): boolean =>
      this.channels[direction].taken >= afterBytes
    const due = this.byteSteps.filter(isDue)
    this.byteSteps = this.byteSteps.filter((step) => !isDue(step))
    for (const { direction, mode } of due) this.set([direction], mode)
  }

  private over(direction: Direction, item: 'fin' | 'rst'): void {
    if (this.isClosed) return
    this.parts.note(`${direction} heard ${item}`)
    this.channels[direction].take(item)
  }

  private deliver(to: Pipe, item: Item): void {
    if (item === 'rst') return this.close('rst')
    if (item !== 'fin') return to.write(item)
    to.end()
    this.oneEnded('fin')
  }

  /** Closes the link when both directions have ended, whether the end was passed on or lost. */
  private oneEnded(how: 'rst' | 'fin'): void {
    this.ended += 1
    if (this.ended === 2) this.close(how)
  }

  private cut(how: 'rst' | 'fin', afterMs: number): void {
    if (afterMs === 0) this.close(how)
    else this.timers.push(this.parts.clock.set(() => this.close(how), afterMs))
  }
}
