import { device } from '../identity/topics.ts'
import { encodePacket, encodeString } from '../mqtt/packet.ts'
import type { Bytes } from '../platform/platform.ts'
import { quote, toJson } from '../text.ts'
import { messageOf } from './alink.ts'
import { onArrival } from './arrivals.ts'
import { dropOne } from './outbox.ts'
import { timeMs } from './time.ts'
import { isReady, wantFilter } from './to-link.ts'
import { oweMessage } from './waiting.ts'

/** A message of the shadow, as it came; any field may be missing or of any other type. */
export interface ShadowMessage {
  /** `reply` to what the device asked or changed, `control` where an application changed the desired state. */
  readonly method?: string
  readonly payload?: {
    readonly status?: 'success' | 'error'
    /** What was wrong: `errorcode` 400 to 409, 500. */
    readonly content?: { readonly errorcode?: string; readonly errormessage?: string }
    readonly state?: { readonly reported?: object; readonly desired?: object }
    readonly metadata?: object
    /** Of the shadow after a change of the device's own. */
    readonly version?: number
  }
  readonly version?: number
  /** In seconds. */
  readonly timestamp?: number
}

/** How long to wait for the shadow's version before it is asked for again, ms. */
const askAgainMs = 10_000
/** Changes that may wait for it, bytes. */
const heldBytes = 1024
/** Above it a number may be read or printed as another one. */
const versionMax = 9e15

let tell: ((message: ShadowMessage) => void) | undefined
/** The newest version that was seen or used; undefined while it is unknown. */
let version: number | undefined
/** Changes that wait for the version: the JSON of each up to its number. */
let held: Bytes[] | undefined

/** Asks for the shadow, which comes to the handler of `onShadow` (help.aliyun.com/document_detail/53930). @seldom */
export function getShadow(): void {
  listen()
  oweMessageOf('{"method":"get"')
}

/** Changes what the shadow has as reported: `params` by name. The answer comes to the handler of `onShadow`. @seldom */
export function postShadow(params: { readonly [name: string]: unknown }): void {
  change('update', toJson(params || {}))
}

/** Deletes these names of what is reported, all without `keys`. The answer comes to the handler of `onShadow`. @seldom */
export function deleteShadow(keys?: string | readonly string[]): void {
  let names = ''
  if (typeof keys === 'string') keys = [keys]
  // The text "null" is what deletes.
  if (keys) keys.forEach((key) => (names += (names ? ',' : '{') + quote(key) + ':"null"'))
  change('delete', keys ? (names || '{') + '}' : '"null"')
}

/** Calls `handler` with each message of the shadow; there is one such handler. @seldom */
export function onShadow(handler: (message: ShadowMessage) => void): void {
  tell = handler
  listen()
}

/** Has the shadow's messages subscribed to, once. @seldom */
function listen(): void {
  if (held) return
  held = []
  wantFilter('/shadow/get/{}')
  onArrival(take)
}

/** A change must have a version above the shadow's, so the shadow is asked first, where it is unknown. @seldom */
function change(method: Bytes, reported: Bytes): void {
  listen()
  const json = '{"method":"' + method + '","state":{"reported":' + reported + '},"version":'
  if (version !== undefined) return oweMessageOf(json, true)
  if (held!.join('').length + json.length > heldBytes) return dropOne()
  if (held!.push(json) > 1) return
  getShadow()
  board.after(askAgain, askAgainMs)
}

/** Asks for the shadow until its version is known. */
function askAgain(): void {
  if (!held!.length) return
  if (isReady()) getShadow()
  board.after(askAgain, askAgainMs)
}

/** Owes a message; its version, which the SDK takes from the clock, is chosen when it goes out. @apart */
function oweMessageOf(json: Bytes, withVersion?: boolean): void {
  oweMessage(json.length, () => {
    if (withVersion) json += version = Math.max(timeMs(), (version || 0) + 1)
    return encodePacket('0', encodeString('/shadow/update' + device.slice(0, -1)) + json + '}')
  })
}

/** A message came: returns whether it is one of the shadow. */
function take(topic: Bytes, payload: Bytes): boolean {
  if (topic + '/' !== '/shadow/get' + device) return false
  const message = messageOf(payload) as ShadowMessage | undefined
  if (!message) return false
  learnVersion(message)
  if (version !== undefined) {
    held!.forEach((json) => oweMessageOf(json, true))
    held = []
  }
  if (tell) board.after(() => tell!(message), 0)
  return true
}

/** Takes the version from where it stands: inside after a change, beside the shadow itself, in no error. @seldom */
function learnVersion(message: ShadowMessage): void {
  const { version: inside, content } = message.payload || {}
  const seen = typeof inside === 'number' ? inside : message.version
  const code = content && content.errorcode
  if (typeof seen === 'number' && seen % 1 === 0 && seen < versionMax && seen > (version || 0)) version = seen
  // 407: empty, any version will do. 409: what we had was too low.
  else if (code === '407') version = version || 0
  else if (code === '409') version = undefined
}
