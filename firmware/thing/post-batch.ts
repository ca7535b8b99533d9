import { device, namesOfDevice } from '../identity/topics.ts'
import { quote, toJson } from '../text.ts'
import { request } from './request.ts'
import type { Callback } from './requests.ts'
import { wantFilter } from './to-link.ts'

/** A value with the time at which it was so, ms since 1970. */
export interface TimedValue {
  readonly value: unknown
  readonly time: number
}

export interface Batch {
  readonly properties?: { readonly [name: string]: readonly TimedValue[] }
  /** `value` has the event's output parameters by identifier. */
  readonly events?: { readonly [eventIdentifier: string]: readonly TimedValue[] }
}

export interface History {
  /** Whose values these are: the device itself, without it. */
  readonly identity?: { readonly productKey: string; readonly deviceName: string }
  readonly properties?: readonly { readonly [name: string]: TimedValue }[]
  readonly events?: readonly { readonly [eventIdentifier: string]: TimedValue }[]
}

/** How long to wait for the device's own names, ms. */
const namesWithinMs = 1000

/**
 * Posts several values of each property, and several of each event, in one message. `callback` gets the platform's reply once, or
 * { code: 0 } without one (help.aliyun.com/document_detail/89301). @seldom
 */
export function postBatch(batch: Batch, callback?: Callback): void {
  owePost('batch/post', toJson(batch || {}), callback)
}

/** Posts values of the past, which do not become the device's state; else as `postBatch`. */
export function postHistory(list: readonly History[], callback?: Callback): void {
  // The application's top level runs before the names are known.
  if (!device) {
    board.after(() => postHistory(list, callback), namesWithinMs)
    return
  }
  const names = namesOfDevice()
  const own = '"identity":{"productKey":' + quote(names[1]!) + ',"deviceName":' + quote(names[2]!) + '}'
  const all = list.map((each) => {
    const json = toJson(each)
    return each.identity ? json : '{' + own + (json.length > 2 ? ',' + json.substr(1) : '}')
  })
  owePost('history/post', '[' + all.join(',') + ']', callback)
}

/** Owes a request about properties. @seldom */
function owePost(tail: string, params: string, callback?: Callback): void {
  tail = 'thing/event/property/' + tail
  wantFilter('/sys/{}/thing/event/property/+/post_reply')
  request(tail, params, callback)
}
