import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../board/clock.ts'
import { deviceKey, type DeviceName } from './devices.ts'
import type { JsonObject, JsonValue } from './json.ts'
import type { SetReply } from './thing.ts'

/** A property post that came after a property set and names one of the identifiers set. */
export interface FollowingPost {
  readonly params: JsonObject
  /** ms since the property set was sent. */
  readonly afterMs: number
}

/**
 * What became of a property set. `post` is the property post that followed, null when none came in time: the platform
 * shows the new value only once it is posted.
 */
export type SetResult =
  | { outcome: 'answered'; id: string; reply: SetReply; latencyMs: number; post: FollowingPost | null }
  | { outcome: 'no-reply'; id: string; waitedMs: number; post: FollowingPost | null }
  | { outcome: 'offline' }
  /** Online, but it has not subscribed and automatic delivery is off. */
  | { outcome: 'not-subscribed' }
  | { outcome: 'stopped' }

export interface SetCalls {
  /** Waits for the reply to the set with this id, and for a post that follows. */
  wait(device: DeviceName, id: string, params: JsonObject): Promise<SetResult>
  /** A set_reply arrived; answers its latency in ms, null when nobody waits for it. */
  replied(device: DeviceName, reply: SetReply): number | null
  posted(device: DeviceName, values: ReadonlyMap<string, { readonly value: JsonValue }>): void
  close(): void
}

export interface SetDeadlines {
  /** From the set to its reply. */
  replyMs: number
  /** From the reply to the post. */
  postMs: number
}

interface Call {
  readonly key: string
  readonly id: string
  readonly params: JsonObject
  readonly sentAt: number
  reply: SetReply | null
  latencyMs: number
  post: FollowingPost | null
  timer: number
  readonly settle: (result: SetResult) => void
}

export function createSetCalls(clock: Clock, deadlines: SetDeadlines): SetCalls {
  const calls = new Set<Call>()

  function settle(call: Call, result: SetResult): void {
    clock.clear(call.timer)
    calls.delete(call)
    call.settle(result)
  }

  function settleWithWhatCame(call: Call): void {
    const { id, reply, latencyMs, post } = call
    if (reply === null) settle(call, { outcome: 'no-reply', id, waitedMs: clock.now() - call.sentAt, post })
    else settle(call, { outcome: 'answered', id, reply, latencyMs, post })
  }

  return {
    wait: (device, id, params) =>
      new Promise((resolve) => {
        const timer = clock.set(() => settleWithWhatCame(call), deadlines.replyMs)
        const call: Call = {
          key: deviceKey(device),
          id,
          params,
          sentAt: clock.now(),
          reply: null,
          latencyMs: 0,
          post: null,
          timer,
          settle: resolve,
        }
        calls.add(call)
      }),
    replied(device, reply) {
      const call = [...calls].find((one) => one.key === deviceKey(device) && one.id === reply.id && one.reply === null)
      if (call === undefined) return null
      call.reply = reply
      call.latencyMs = clock.now() - call.sentAt
      clock.clear(call.timer)
      call.timer = clock.set(() => settleWithWhatCame(call), deadlines.postMs)
      if (call.post !== null || reply.code !== 200) settleWithWhatCame(call)
      return call.latencyMs
    },
    posted(device, values) {
      for (const call of [...calls]) {
        const names = Object.keys(call.params).filter((name) => values.has(name))
        if (call.key !== deviceKey(device) || names.length === 0) continue
        // Before the reply a post of other values is older than the set: a device that just came online posts its state.
        const agrees = names.every((name) => isDeepStrictEqual(values.get(name)?.value, call.params[name]))
        if (call.reply === null && !agrees) continue
        const params = Object.fromEntries([...values].map(([name, { value }]) => [name, value]))
        call.post ??= { params, afterMs: clock.now() - call.sentAt }
        if (call.reply !== null) settleWithWhatCame(call)
      }
    },
    close() {
      for (const call of [...calls]) settle(call, { outcome: 'stopped' })
    },
  }
}
