import type { RP2040 } from 'rp2040js'
import type { CycleClock } from './cycle-clock.ts'

const timerAt = 0x40054
/** The timer's low word, raw and latched. */
const lowWords = [0x28, 0x0c]
/** Kaluma's main loop reads the time so near to the start of the stack, bytes; whatever runs a script is far beyond. */
const shallowBytes = 160
/** So many turns, one after another, that differ by less than this part of one, do nothing. */
const equalTurns = 3
const tolerance = 0.05
/** After so many reads elsewhere the loop is looked for anew. */
const readsElsewhere = 40
/** A turn shorter than this is a wait for something that is near, ns. */
const shortestTurnNanos = 3000

/**
 * Recognises the turns of the image's main loop that find nothing to do, without knowing the image: it reads the time with
 * next to nothing on the stack, and all of these turns take the same time. `isIdle` says that time may pass up to the next
 * moment at which something can happen.
 */
export class IdleLoop {
  isIdle = false
  /** Where in the loop the time was read: the return address and the stack pointer. */
  private place = ''
  private lastAt = 0
  private lastTurn = 0
  private equal = 0
  private elsewhere = 0

  constructor(
    rp2040: RP2040,
    private readonly clock: CycleClock,
    stackTop: number,
  ) {
    const timer = rp2040.peripherals[timerAt]
    if (!timer) throw new Error('rp2040js has no timer where it was')
    const read = timer.readUint32.bind(timer)
    const { core } = rp2040
    timer.readUint32 = (offset) => {
      const depth = stackTop - core.SP
      if (depth <= shallowBytes && lowWords.includes(offset)) this.timeWasRead(`${core.SP} ${core.LR} ${core.PC}`)
      return read(offset)
    }
  }

  /** To be called when the time that passed was not the loop's own. */
  skippedTo(nanos: number): void {
    this.isIdle = false
    this.lastAt = nanos
  }

  private timeWasRead(place: string): void {
    if (place !== this.place) {
      if (this.elsewhere++ < readsElsewhere) return
      this.place = place
      this.equal = 0
    }
    this.elsewhere = 0
    const now = this.clock.nanos
    const turn = now - this.lastAt
    this.lastAt = now
    if (turn < shortestTurnNanos) return
    this.equal = Math.abs(turn - this.lastTurn) <= tolerance * turn ? this.equal + 1 : 0
    this.lastTurn = turn
    this.isIdle = this.equal >= equalTurns
  }
}
