import type { Bench } from '../../rig/bench.ts'
import { fullestWindow } from '../../peer/rate-limits.ts'

/** The values of the invariants in the course of a storm. What is asserted is the storm's affair. */
export class Figures {
  /** I1: edges that sets caused, those among them that no valid set asked for, and levels that a start drove. */
  edges = 0
  startLevels = 0
  /** I4: the most CONNECTs and PUBLISHes in any such time of one run of the interpreter. */
  connectsIn60S = 0
  connectsIn5Min = 0
  publishesIn1S = 0
  /** I5: how often a set was replied, posted and made one edge after healing, and the longest way back to `ready`, ms. */
  roundTrips = 0
  slowestReadyMs = 0

  constructor(private readonly bench: Bench) {
    bench.device.onEdge = ({ was }) => {
      if (was === undefined) this.startLevels += 1
      else this.edges += 1
    }
  }

  get edgesAsked(): number {
    return this.bench.device.oracle.edges
  }

  /** I3: the most bytes held above those of an idle link, and the most that waited to be sent. */
  get heldBytes(): number {
    return this.bench.device.held.peak
  }

  get sendQueueBytes(): number {
    return this.bench.device.peakSendQueueBytes
  }

  /** A trouble was over, and so long later the link was ready. */
  healed(ms: number): void {
    this.slowestReadyMs = Math.max(this.slowestReadyMs, ms)
  }

  /** Takes the figures of the stretch that was just checked; before its times are dropped. */
  note(): void {
    this.roundTrips += 1
    const { connectsAt, publishesAt, startsAt } = this.bench.device
    const starts = [-Infinity, ...startsAt, Infinity]
    for (const [i, start] of starts.slice(0, -1).entries()) {
      const most = (times: readonly number[], ms: number): number =>
        fullestWindow(
          times.filter((at) => at >= start && at < (starts[i + 1] ?? Infinity)),
          ms,
        ).count
      this.connectsIn60S = Math.max(this.connectsIn60S, most(connectsAt, 60_000))
      this.connectsIn5Min = Math.max(this.connectsIn5Min, most(connectsAt, 300_000))
      this.publishesIn1S = Math.max(this.publishesIn1S, most(publishesAt, 1000))
    }
  }
}
