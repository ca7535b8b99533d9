import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../../time/clock.ts'
import { deviceKey } from '../model/device.ts'
import type { DeviceName } from '../../device-names/names.ts'
import type { JsonObject, JsonValue } from '../model/json.ts'
import type { DeviceReply, FollowingPost, SetResult } from '../model/outcomes.ts'

export interface SetCalls {
  /** Waits for the reply to the property set with this id, and for the post that follows. */
  wait(device: DeviceName, id: string, params: JsonObject): Promise<SetResult>
  /** A set_reply came. Returns its latency in ms, or null if no property set waits for it. */
  replied(device: DeviceName, reply: DeviceReply): number | null
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
  reply: DeviceReply | null
  latencyMs: number
  post: FollowingPost | null
  timer: number
  readonly settle: (result: SetResult) => void
}

type Values = ReadonlyMap<string, { readonly value: JsonValue }>

export function createSetCalls(clock: Clock, deadlines: SetDeadlines): SetCalls {
  /** By device and then by id, so that the sets of other devices cost nothing. */
  const calls = new Map<string, Map<string, Call>>()
  const callsOf = (device: DeviceName): ReadonlyMap<string, Call> => calls.get(deviceKey(device)) ?? new Map()

  function add(call: Call): void {
    const ofDevice = calls.get(call.key) ?? new Map<string, Call>()
    calls.set(call.key, ofDevice.set(call.id, call))
  }

  function settle(call: Call, result: SetResult): void {
    clock.clear(call.timer)
    const ofDevice = calls.get(call.key)
    ofDevice?.delete(call.id)
    if (ofDevice?.size === 0) calls.delete(call.key)
    call.settle(result)
  }

  return {
    wait: (device, id, params) =>
      new Promise((resolve) => {
        const sent = { key: deviceKey(device), id, params, sentAt: clock.now(), settle: resolve }
        const timer = clock.set(() => settle(call, whatCame(call, clock.now())), deadlines.replyMs)
        const call: Call = { ...sent, reply: null, latencyMs: 0, post: null, timer }
        add(call)
      }),
    replied(device, reply) {
      const call = callsOf(device).get(reply.id)
      if (call === undefined || call.reply !== null) return null
      call.reply = reply
      call.latencyMs = clock.now() - call.sentAt
      clock.clear(call.timer)
      call.timer = clock.set(() => settle(call, whatCame(call, clock.now())), deadlines.postMs)
      if (call.post !== null || reply.code !== 200) settle(call, whatCame(call, clock.now()))
      return call.latencyMs
    },
    posted(device, values) {
      for (const call of [...callsOf(device).values()]) {
        if (!follows(call, values)) continue
        const params = Object.fromEntries([...values].map(([name, { value }]) => [name, value]))
        call.post ??= { params, afterMs: clock.now() - call.sentAt }
        if (call.reply !== null) settle(call, whatCame(call, clock.now()))
      }
    },
    close() {
      for (const ofDevice of [...calls.values()]) {
        for (const call of [...ofDevice.values()]) settle(call, { outcome: 'stopped' })
      }
    },
  }
}

/**
 * Whether a post is a consequence of the property set. Before the reply it must have the values that were set, because
 * a device that has just come online posts its old state. After the reply it need only have those properties, because
 * the device may have decided on other values.
 */
function follows(call: Call, values: Values): boolean {
  const names = Object.keys(call.params).filter((name) => values.has(name))
  if (names.length === 0) return false
  return call.reply !== null || names.every((name) => isDeepStrictEqual(values.get(name)?.value, call.params[name]))
}

function whatCame({ id, reply, latencyMs, post, sentAt }: Call, now: number): SetResult {
  if (reply === null) return { outcome: 'no-reply', id, waitedMs: now - sentAt, post }
  return { outcome: 'answered', id, reply, latencyMs, post }
}
