import type { ReturnCode } from './return-codes.ts'

/** Faults that can be switched on for one device. */
export interface DeviceFaults {
  /** PINGRESP is not sent. */
  readonly swallowPingResp: boolean
  /** The next CONNECT is refused with this code, then it is null again. */
  readonly refuseConnect: ReturnCode | null
  /** Every packet takes this much longer, ms, in each direction. */
  readonly delayMs: number
}
