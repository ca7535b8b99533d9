import type { Clock } from '../../tools/board/clock.ts'
import type { Answer, Pipe, Transport } from '../../tools/board/pipe.ts'
import type { LaneOptions } from './memory-lane.ts'
import { createPipePair, type MemoryPipe } from './memory-pipe.ts'

export { toDuplex } from './pipe-duplex.ts'
export type { MemoryPipe } from './memory-pipe.ts'

/** One `connect` as it was met; `at` in ms of the clock. */
export interface Attempt {
  at: number
  host: string
  port: number
  tls: boolean
  answer: Answer
}

/**
 * A network in memory. The answer to a `connect` comes one round trip (2 x latency) later; the listener meets its end
 * after half of that. A host nobody named is 'dns-failed', a port nobody listens at is 'refused'.
 *
 * 'black-hole' is told after the same round trip: it says what the world does (no answer, ever), and how long a stack
 * waits for that is the device's own affair.
 */
export interface MemoryNetwork extends Transport {
  /** Serves a port; a second `listen` replaces the first. Answers a function that stops it (open streams live on). */
  listen(host: string, port: number, onPipe: (pipe: MemoryPipe) => void, options?: Partial<LaneOptions>): () => void
  /**
   * What the next connects to a port meet: one answer each, the last one for good. 'open' still needs a listener.
   * `latencyMs`, one way, holds for these answers and for streams opened under them.
   */
  script(host: string, port: number, answers: Answer | readonly Answer[], options?: { latencyMs?: number }): void
  /** Every connect so far, in order. */
  readonly attempts: readonly Attempt[]
  /** How many streams the connecting side holds open: neither reset nor ended by both. */
  readonly open: number
  /** Cuts the cable of every open stream: nothing passes any more and nobody hears of it, as when Wi-Fi is lost. */
  cutAll(): void
  /** Resets every open stream from the listening side, as when a broker dies. */
  resetAll(): void
}

interface Place {
  answers: Answer[]
  options: Partial<LaneOptions>
  onPipe: ((pipe: MemoryPipe) => void) | undefined
}

/** Defaults: 1 ms one way, and the 64 KiB window of a usual TCP stack. */
export function createMemoryNetwork(clock: Clock, given: Partial<LaneOptions> = {}): MemoryNetwork {
  const defaults: LaneOptions = { latencyMs: 1, windowBytes: 65_536, ...given }
  const places = new Map<string, Place>()
  const hosts = new Set<string>()
  const attempts: Attempt[] = []
  const streams = new Set<{ device: MemoryPipe; peer: MemoryPipe }>()

  function placeOf(host: string, port: number): Place {
    hosts.add(host)
    const key = `${host}:${port}`
    const place = places.get(key) ?? { answers: [], options: {}, onPipe: undefined }
    places.set(key, place)
    return place
  }

  function answerOf(host: string, port: number): Answer {
    const place = places.get(`${host}:${port}`)
    const scripted = place !== undefined && place.answers.length > 1 ? place.answers.shift() : place?.answers[0]
    if (scripted !== undefined && scripted !== 'open') return scripted
    if (!hosts.has(host)) return 'dns-failed'
    return place?.onPipe === undefined ? 'refused' : 'open'
  }

  function open(place: Place, options: LaneOptions, done: (pipe: Pipe) => void): void {
    const [device, peer] = createPipePair(clock, options)
    const stream = { device, peer }
    streams.add(stream)
    device.onClosed = () => streams.delete(stream)
    // Set first, so that what the listener writes at once meets a device that already has its end.
    clock.set(() => done(device), 2 * options.latencyMs)
    clock.set(() => (place.onPipe === undefined ? peer.reset() : place.onPipe(peer)), options.latencyMs)
  }

  return {
    connect(host, port, tls, done) {
      const answer = answerOf(host, port)
      attempts.push({ at: clock.now(), host, port, tls, answer })
      const place = places.get(`${host}:${port}`)
      const options = { ...defaults, ...place?.options }
      if (answer === 'open' && place !== undefined) open(place, options, done)
      else if (answer !== 'open') clock.set(() => done(answer), 2 * options.latencyMs)
    },
    listen(host, port, onPipe, options = {}) {
      const place = placeOf(host, port)
      place.onPipe = onPipe
      place.options = { ...place.options, ...options }
      return () => {
        if (place.onPipe === onPipe) place.onPipe = undefined
      }
    },
    script(host, port, answers, options = {}) {
      const place = placeOf(host, port)
      place.answers = typeof answers === 'string' ? [answers] : [...answers]
      place.options = { ...place.options, ...options }
    },
    attempts,
    get open() {
      return streams.size
    },
    cutAll() {
      for (const { device } of streams) device.cut()
    },
    resetAll() {
      for (const { peer } of [...streams]) peer.reset()
    },
  }
}
