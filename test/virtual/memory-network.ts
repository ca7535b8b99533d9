import type { Clock } from '../../tools/time/clock.ts'
import type { Answer, Foreseen, Pipe, Transport } from '../../tools/board/network/pipe.ts'
import type { LaneOptions } from './memory-lane.ts'
import { createPipePair, type MemoryPipe } from './memory-pipe.ts'

export { toDuplex } from './pipe-duplex.ts'
export type { MemoryPipe } from './memory-pipe.ts'

/** One `connect` and its outcome; `at` in ms of the clock. */
export interface Attempt {
  at: number
  host: string
  port: number
  tls: boolean
  answer: Answer
}

/**
 * A network in memory. The outcome of a `connect` comes one round trip (2 x latency) later; the listener gets its end of the
 * stream after half of that. An unknown host is 'dns-failed', a port on which nobody listens is 'refused'.
 *
 * 'black-hole' is passed after the same round trip: it means that nobody will ever answer; how long a TCP stack waits for an
 * answer is left to the device.
 */
export interface MemoryNetwork extends Transport {
  /** Serves a port; a second `listen` replaces the first. Returns a function that stops it (open streams stay open). */
  listen(host: string, port: number, onPipe: (pipe: MemoryPipe) => void, options?: Partial<LaneOptions>): () => void
  /**
   * Sets the outcomes of the next connects to a port, one each; the last one stays. 'open' still needs a listener.
   * `latencyMs`, one way, applies to these connects and to the streams that they open.
   */
  script(host: string, port: number, answers: Answer | readonly Answer[], options?: { latencyMs?: number }): void
  /** Every connect so far, in order. */
  readonly attempts: readonly Attempt[]
  /** How many streams are open on the connecting side: neither reset nor ended by both. */
  readonly open: number
  /** Cuts the cable of every open stream: nothing passes any more, and neither end gets an event, as when Wi-Fi is lost. */
  cutAll(): void
  /** Resets every open stream from the listening side, as when a broker dies. */
  resetAll(): void
  /** Ends every stream at once and forgets it, also one that nobody would ever end because its cable was cut. */
  dropAll(): void
}

interface Place {
  answers: Answer[]
  options: Partial<LaneOptions>
  onPipe: ((pipe: MemoryPipe) => void) | undefined
}

/** Defaults: 1 ms one way, and the 64 KiB window of a usual TCP stack. */
export function createMemoryNetwork(clock: Clock, options: Partial<LaneOptions> = {}): MemoryNetwork {
  return new Network(clock, { latencyMs: 1, windowBytes: 65_536, ...options })
}

class Network implements MemoryNetwork {
  readonly attempts: Attempt[] = []

  private readonly places = new Map<string, Place>()
  private readonly hosts = new Set<string>()
  private readonly streams = new Set<{ device: MemoryPipe; peer: MemoryPipe }>()

  constructor(
    private readonly clock: Clock,
    private readonly defaults: LaneOptions,
  ) {}

  get open(): number {
    return this.streams.size
  }

  connect(host: string, port: number, tls: boolean, done: (answer: Pipe | Exclude<Answer, 'open'>) => void): Foreseen {
    const place = this.places.get(`${host}:${port}`)
    const answer = this.answerOf(host, place)
    this.attempts.push({ at: this.clock.now(), host, port, tls, answer })
    const options = { ...this.defaults, ...place?.options }
    const afterMs = 2 * options.latencyMs
    if (answer !== 'open') this.clock.set(() => done(answer), afterMs)
    else if (place !== undefined) this.openStream(place, options, done)
    return { answer, afterMs }
  }

  listen(
    host: string,
    port: number,
    onPipe: (pipe: MemoryPipe) => void,
    options: Partial<LaneOptions> = {},
  ): () => void {
    const place = this.placeOf(host, port)
    place.onPipe = onPipe
    place.options = { ...place.options, ...options }
    return () => {
      if (place.onPipe === onPipe) place.onPipe = undefined
    }
  }

  script(host: string, port: number, answers: Answer | readonly Answer[], options: { latencyMs?: number } = {}): void {
    const place = this.placeOf(host, port)
    place.answers = typeof answers === 'string' ? [answers] : [...answers]
    place.options = { ...place.options, ...options }
  }

  cutAll(): void {
    for (const { device } of this.streams) device.cut()
  }

  resetAll(): void {
    for (const { peer } of [...this.streams]) peer.reset()
  }

  dropAll(): void {
    for (const { device, peer } of [...this.streams]) {
      peer.reset()
      device.reset()
    }
  }

  private placeOf(host: string, port: number): Place {
    this.hosts.add(host)
    const key = `${host}:${port}`
    const place = this.places.get(key) ?? { answers: [], options: {}, onPipe: undefined }
    this.places.set(key, place)
    return place
  }

  private answerOf(host: string, place: Place | undefined): Answer {
    const scripted = place !== undefined && place.answers.length > 1 ? place.answers.shift() : place?.answers[0]
    if (scripted !== undefined && scripted !== 'open') return scripted
    if (!this.hosts.has(host)) return 'dns-failed'
    return place?.onPipe === undefined ? 'refused' : 'open'
  }

  private openStream(place: Place, options: LaneOptions, done: (pipe: Pipe) => void): void {
    const [device, peer] = createPipePair(this.clock, options)
    const stream = { device, peer }
    this.streams.add(stream)
    device.onClosed = () => this.streams.delete(stream)
    // Set first, so that the device has its end before anything arrives that the listener writes at once.
    this.clock.set(() => done(device), 2 * options.latencyMs)
    this.clock.set(() => (place.onPipe === undefined ? peer.reset() : place.onPipe(peer)), options.latencyMs)
  }
}
