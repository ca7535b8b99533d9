import { AirPipe } from '../network/air-pipe.ts'
import type { Pipe, Transport } from '../network/pipe.ts'
import type { Radio } from '../network/radio.ts'
import type { Engine } from './engine.ts'

/** lwIP's pool of connections (MEMP_NUM_TCP_PCB): the sixth is refused, and the driver does not tell. */
const mostPcbs = 5
/**
 * lwIP gives up a SYN that nobody answers after so long, and a FIN that nobody acknowledges, ms. One that is acknowledged, but not
 * answered by a FIN, it gives up after 20 s: here that takes as long as the other, because a pipe does not tell the two apart.
 */
const synMs = 21_000
const finMs = 900_000
export const sendBufferBytes = 11_680
export const receiveWindowBytes = 11_680
/** The longest piece that comes at once. */
export const segmentBytes = 1460

export interface PcbEvents {
  connected(): void
  data(bytes: Uint8Array): void
  ended(): void
  /** The peer has ended a connection that was closed here. */
  endedLate(): void
}

/** One of lwIP's connections. `freed`: reset, refused or given up: what still points to it points to nothing. */
export interface Pcb {
  state: 'opening' | 'open' | 'closing' | 'freed'
  /** Its place in the pool, where the next connection lies once it is freed. */
  readonly place: number
  pipe: AirPipe | undefined
  /** Bytes that have come and were not handed over. */
  waitingBytes: number
  waiting: Uint8Array[]
  /** The peer has sent its FIN. */
  hasEnded: boolean
}

/** lwIP's TCP as the driver uses it: who resets, refuses or falls silent is never reported to the script. */
export class Tcp {
  private readonly pool: (Pcb | undefined)[] = Array.from({ length: mostPcbs }, () => undefined)
  private readonly handles = new Set<number>()

  constructor(
    private readonly engine: Engine,
    private readonly radio: Radio,
    private readonly transport: Transport,
    private readonly clock: { set(callback: () => void, ms: number): number; clear(handle: number): void },
  ) {}

  /** Bytes written that no peer has taken. */
  get unsent(): number {
    return this.pool.reduce((sum, pcb) => sum + (pcb?.pipe?.unsent ?? 0), 0)
  }

  get waitingBytes(): number {
    return this.pool.reduce((sum, pcb) => sum + (pcb?.waitingBytes ?? 0), 0)
  }

  /** Whether another connection lies where this one was. */
  isReplaced(pcb: Pcb): boolean {
    return this.pool[pcb.place] !== pcb && this.pool[pcb.place] !== undefined
  }

  /** Sends a SYN; returns undefined when the pool is empty. */
  connect(host: string, port: number, events: PcbEvents): Pcb | undefined {
    const place = this.pool.indexOf(undefined)
    if (place < 0) return undefined
    const pcb: Pcb = { state: 'opening', place, pipe: undefined, waitingBytes: 0, waiting: [], hasEnded: false }
    this.pool[place] = pcb
    const givesUp = this.later(() => pcb.state === 'opening' && this.free(pcb), synMs)
    if (!this.radio.isOnline) return pcb
    this.transport.connect(host, port, false, (answer) => {
      if (pcb.state === 'freed' || !this.engine.alive) {
        if (typeof answer === 'object') answer.reset()
        return
      }
      if (typeof answer !== 'object') return answer === 'refused' ? this.free(pcb) : undefined
      this.forget(givesUp)
      this.opened(pcb, answer, events)
    })
    return pcb
  }

  /** Sends a FIN behind what was written. */
  close(pcb: Pcb): void {
    if (pcb.state === 'freed') return
    pcb.state = 'closing'
    if (pcb.pipe === undefined) return this.free(pcb)
    pcb.pipe.end()
    // The peer has ended, too: its acknowledgement is all that is missing.
    if (pcb.hasEnded) return this.free(pcb)
    this.later(() => this.free(pcb), finMs)
  }

  setLink(link: 'up' | 'down' | 'stranded'): void {
    for (const pcb of this.pool) {
      if (link === 'up') pcb?.pipe?.thaw()
      else if (link === 'down') pcb?.pipe?.freeze()
      else if (pcb !== undefined) {
        // Another address: lwIP aborts what had the old one.
        pcb.pipe?.strand()
        this.free(pcb)
      }
    }
  }

  /** The board stops or hangs: its peers get no packet, or an RST. */
  abandon(how: 'silent' | 'reset'): void {
    for (const pcb of this.pool) {
      if (how === 'reset') pcb?.pipe?.reset()
      else pcb?.pipe?.strand()
      if (pcb !== undefined) this.free(pcb)
    }
    for (const handle of this.handles) this.clock.clear(handle)
    this.handles.clear()
  }

  private opened(pcb: Pcb, pipe: Pipe, events: PcbEvents): void {
    const { loop } = this.engine
    pcb.state = 'open'
    pcb.pipe = new AirPipe(pipe, {
      data: (bytes) => {
        if (pcb.state !== 'open') return
        this.came(pcb, bytes)
        loop.post(() => this.handOver(pcb, events))
      },
      end: () => {
        pcb.hasEnded = true
        if (pcb.state === 'closing') {
          this.free(pcb)
          return loop.post(() => events.endedLate())
        }
        loop.post(() => pcb.state === 'open' && events.ended())
      },
      reset: () => this.free(pcb),
      drain: () => undefined,
    })
    if (!this.radio.isOnline) pcb.pipe.freeze()
    loop.post(() => pcb.state === 'open' && events.connected())
  }

  private came(pcb: Pcb, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += segmentBytes) pcb.waiting.push(bytes.subarray(at, at + segmentBytes))
    pcb.waitingBytes += bytes.length
    if (pcb.waitingBytes >= receiveWindowBytes) pcb.pipe?.pause()
  }

  private handOver(pcb: Pcb, events: PcbEvents): void {
    for (let piece = pcb.waiting.shift(); piece !== undefined; piece = pcb.waiting.shift()) {
      pcb.waitingBytes -= piece.length
      if (pcb.state === 'open') events.data(piece)
      if (!this.engine.alive) return
    }
    pcb.pipe?.resume()
  }

  private free(pcb: Pcb): void {
    pcb.state = 'freed'
    pcb.waiting = []
    pcb.waitingBytes = 0
    if (this.pool[pcb.place] === pcb) this.pool[pcb.place] = undefined
  }

  private later(task: () => void, ms: number): number {
    const handle = this.clock.set(() => {
      this.handles.delete(handle)
      task()
    }, ms)
    this.handles.add(handle)
    return handle
  }

  private forget(handle: number): void {
    this.handles.delete(handle)
    this.clock.clear(handle)
  }
}
