import type { Clock } from '../time/clock.ts'
import type { Pipe, Transport } from '../board/network/pipe.ts'
import { Link } from './link.ts'
import type { Direction, Mode } from './modes.ts'
import type { Random } from './random.ts'
import type { StepsFor } from './script.ts'

/** Something that happened: `at`, ms on the clock; `connection`, 1 for the first one. */
export interface ChaosEvent {
  at: number
  connection: number
  text: string
}

export interface RelayParts {
  clock: Clock
  /** Where connections are relayed to. */
  to: { transport: Transport; host: string; port: number; tls?: boolean }
  random: Random
  /** The steps of each connection; none when absent. */
  stepsFor?: StepsFor
  onEvent?: (event: ChaosEvent) => void
}

/** A proxy that does to streams what bad networks do: pass `accept` to whatever listens for devices. */
export class ChaosRelay {
  private readonly links = new Map<number, Link>()
  private readonly current = new Map<Direction, Mode>()
  private count = 0

  constructor(private readonly parts: RelayParts) {}

  /** How many links are open. */
  get open(): number {
    return this.links.size
  }

  /** Takes a device's pipe and connects it to the cloud; what the device writes meanwhile waits. */
  readonly accept = (device: Pipe): void => {
    const { transport, host, port, tls = false } = this.parts.to
    const connection = (this.count += 1)
    const note = this.noteFor(connection)
    let isGone = false
    device.pause()
    device.onReset = () => (isGone = true)
    transport.connect(host, port, tls, (answer) => {
      if (typeof answer === 'string') {
        note(`no way to ${host}:${port}: ${answer}`)
        device.reset()
      } else if (isGone) answer.reset()
      else this.join(connection, device, answer)
    })
  }

  /** Sets a mode on every open link, and on new ones until another is set. */
  set(directions: Direction | 'both', mode: Mode): void {
    const list: readonly Direction[] = directions === 'both' ? ['up', 'down'] : [directions]
    for (const direction of list) this.current.set(direction, mode)
    for (const link of [...this.links.values()]) link.set(list, mode)
  }

  /** Ends every link. */
  closeAll(how: 'rst' | 'fin' = 'rst'): void {
    for (const link of [...this.links.values()]) link.close(how)
  }

  private join(connection: number, device: Pipe, cloud: Pipe): void {
    const note = this.noteFor(connection)
    note('opened')
    const link = new Link(device, cloud, {
      clock: this.parts.clock,
      random: this.parts.random,
      steps: this.parts.stepsFor?.(connection) ?? [],
      note,
      onClosed: () => this.links.delete(connection),
    })
    this.links.set(connection, link)
    for (const [direction, mode] of this.current) link.set([direction], mode)
    device.resume()
  }

  private noteFor(connection: number): (text: string) => void {
    return (text) => this.parts.onEvent?.({ at: this.parts.clock.now(), connection, text })
  }
}
