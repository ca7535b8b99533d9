import { toJson } from '../text.ts'
import { request } from './request.ts'
import type { Callback } from './requests.ts'

/**
 * Posts an event of the thing model: `params` are its output parameters by identifier. `callback` gets the platform's reply
 * once, or { code: 0 } without one. Nothing is sent where too much waits for the link (`queueEvent` keeps it instead)
 * (help.aliyun.com/document_detail/89301). @seldom
 */
export function postEvent(
  eventIdentifier: string,
  params: { readonly [name: string]: unknown },
  callback?: Callback,
): void {
  request('thing/event/' + eventIdentifier + '/post', toJson(params || {}), callback)
}
