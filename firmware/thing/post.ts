import { device } from '../identity/topics.ts'
import { encodePacket, encodeString } from '../mqtt/packet.ts'
import type { Bytes } from '../platform/platform.ts'
import { nextCount } from './count.ts'

/** Returns the PUBLISH of a property post; `params` is JSON (help.aliyun.com/document_detail/89301). */
export function encodePost(params: Bytes): Bytes {
  return encodePacket(
    '0',
    encodeString('/sys' + device + 'thing/event/property/post') +
      '{"id":"' +
      /*@__INLINE__*/ nextCount() +
      '","version":"1.0","params":' +
      params +
      ',"method":"thing.event.property.post"}',
  )
}
