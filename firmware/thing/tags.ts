import { toJson } from '../text.ts'
import { request } from './request.ts'
import type { Callback } from './requests.ts'

/** A tag of the device, as the platform's console and its search know it; at most 100 a device. */
export interface Tag {
  readonly attrKey: string
  readonly attrValue: string
}

/**
 * Adds tags to the device, or changes them (https://help.aliyun.com/document_detail/89304.html). `callback` gets the platform's
 * reply once, or { code: 0 } without one. @seldom
 */
export function postTags(tags: readonly Tag[], callback?: Callback): void {
  request('thing/deviceinfo/update', toJson(tags), callback)
}

/** Takes the tags with these keys off the device. @seldom */
export function deleteTags(keys: readonly string[], callback?: Callback): void {
  request('thing/deviceinfo/delete', toJson(keys.map((key) => ({ attrKey: key }))), callback)
}
