import type { Clock } from '../../time/clock.ts'
import { deviceKey } from '../model/device.ts'
import type { DeviceName } from '../../device-names/names.ts'

/** What became of a call to a device. */
export type CallEnd<Reply> =
  | { outcome: 'answered'; reply: Reply; latencyMs: number }
  | { outcome: 'no-reply'; waitedMs: number }
  | { outcome: 'stopped' }

/** Calls that wait for a device's reply, by device and id. */
export interface Calls {
  wait(device: DeviceName, id: string, withinMs: number): Promise<CallEnd<Buffer>>
  /** A reply came. Returns its latency in ms, or null if nobody waits for it. */
  answered(device: DeviceName, id: string, payload: Buffer): number | null
  close(): void
}

interface Call {
  readonly sentAt: number
  readonly timer: number
  readonly settle: (end: CallEnd<Buffer>) => void
}

export function createCalls(clock: Clock): Calls {
  const waiting = new Map<string, Call>()
  const keyOf = (device: DeviceName, id: string) => `${deviceKey(device)} ${id}`
  function settle(key: string, end: CallEnd<Buffer>): void {
    const call = waiting.get(key)
    if (call === undefined) return
    waiting.delete(key)
    clock.clear(call.timer)
    call.settle(end)
  }
  return {
    wait: (device, id, withinMs) =>
      new Promise((resolve) => {
        const key = keyOf(device, id)
        const timer = clock.set(() => settle(key, { outcome: 'no-reply', waitedMs: withinMs }), withinMs)
        waiting.set(key, { sentAt: clock.now(), timer, settle: resolve })
      }),
    answered(device, id, payload) {
      const key = keyOf(device, id)
      const call = waiting.get(key)
      if (call === undefined) return null
      const latencyMs = clock.now() - call.sentAt
      settle(key, { outcome: 'answered', reply: payload, latencyMs })
      return latencyMs
    },
    close() {
      for (const key of [...waiting.keys()]) settle(key, { outcome: 'stopped' })
    },
  }
}
