import type { Machine } from '../language/machine.ts'
import type { Callable } from '../language/realm.ts'
import type { Receiver } from './receiver.ts'

interface Pipe {
  readonly port: object
  readonly destination: Record<string, unknown>
  readonly chunkBytes: number
  /** Whether the destination has said that it is full, and not yet that it is empty again. */
  isWaiting: boolean
}

const chunkBytes = 64

/** Serial.pipe: what a port receives goes on to an object with `write`. A port never ends, so neither does its pipe. */
export class SerialPipes {
  private readonly pipes: Pipe[] = []

  constructor(
    private readonly machine: Machine,
    private readonly receiver: Receiver,
  ) {
    machine.loop.drivers.push(() => this.pipes.map((pipe) => this.pass(pipe)).includes(true))
  }

  add(port: object, destination: unknown, options: unknown): void {
    const { machine } = this
    if (destination === undefined || destination === null) return
    const target = destination as Record<string, unknown>
    if (typeof target['write'] !== 'function')
      machine.fail('Error', 'Destination object does not implement the required write(buffer, length) method')
    const isObject = typeof options === 'object' && options !== null
    if (!isObject && options !== undefined) machine.fail('TypeError', "'options' must be an object, or undefined")
    const { chunkSize = chunkBytes } = (options ?? {}) as { chunkSize?: unknown }
    if (!(Number(chunkSize) > 0)) machine.fail('TypeError', 'chunkSize must be an integer > 0')
    const pipe: Pipe = { port, destination: target, chunkBytes: Math.trunc(Number(chunkSize)), isWaiting: false }
    // The engine looks for the pipe by what the event carries, which is the destination itself.
    const drained = machine.native((which: unknown) => void (pipe.isWaiting &&= which !== target))
    machine.events.add(target, 'drain', drained)
    this.pipes.push(pipe)
    machine.loop.wake()
  }

  /** Passes a chunk on; returns whether there is more. */
  private pass(pipe: Pipe): boolean {
    const { port, destination, isWaiting } = pipe
    if (isWaiting || this.receiver.available(port) === 0) return false
    const write = destination['write'] as Callable
    const answer = Reflect.apply(write, destination, [this.receiver.read(port, pipe.chunkBytes)])
    pipe.isWaiting = answer === false
    return !pipe.isWaiting && this.receiver.available(port) > 0
  }
}
