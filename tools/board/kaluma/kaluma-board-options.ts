import type { Clock } from '../../time/clock.ts'
import type { AnyBoard, ResetCause } from '../board.ts'
import type { Transport } from '../network/pipe.ts'
import type { RadioOptions } from '../network/radio.ts'
import type { PinEdge } from '../pins/pins.ts'
import type { KalumaFlash } from './kaluma-flash.ts'
import type { ReplHost } from './repl-host.ts'

export interface KalumaBoardOptions {
  /** The program, as `npm run build -- --board pico-w` made it, written to the program slot; '' leaves the slot as it is. */
  script: string
  /** Flash that exists already and outlives the board; without it the board gets a new one. */
  flash?: KalumaFlash
  clock: Clock
  transport: Transport
  wifi?: RadioOptions
  /** What the chip's entropy is drawn from; Math.random is the same at each boot until the script seeds it. */
  random?: () => number
  /** Math.random in the place of the C library's, which each boot seeds anew. */
  mathRandom?: () => number
  /** The chip's number, 16 hex characters. */
  uid?: string
  /** Each line of the console, decoded as UTF-8, without colours. */
  onPrint?: (line: string, atMs: number) => void
  onPin?: (edge: PinEdge) => void
  /** Called whenever what outside.pins() returns has changed: as often as the program writes pins. */
  onUse?: () => void
  onReset?: (cause: ResetCause) => void
  /** Called at each start before the program runs, which is when to call `offer`. */
  onStart?: () => void
  /** Called when the board hangs. */
  onHang?: (reason: string, atMs: number) => void
}

/** What ended all life on a board until its watchdog or its plug. */
export interface Hang {
  readonly reason: string
  readonly atMs: number
}

/** A board that runs Kaluma. Its pins are GP0 to GP28 and LED. */
export interface KalumaBoard extends AnyBoard {
  readonly flash: KalumaFlash
  /** For whoever plays its serial console. */
  readonly repl: ReplHost
  /** Everything that has hung it since it was made; most of it a real board survives sometimes. */
  readonly hangs: readonly Hang[]
  /** Exceptions in callbacks of drivers, which the engine drops without a word. */
  readonly lostErrors: readonly string[]
  /** How many of its 16 sockets are taken, those too that the script has left alone. */
  readonly socketsTaken: number
  /** Since when the stack refuses what is written, ms on the clock's scale; undefined while it takes all. */
  readonly refusedAt: number | undefined
  /** What lies in the C heap now, and the most that did since the last start, bytes. */
  readonly cHeap: { readonly used: number; readonly peak: number }
}
