import type { Bytes } from '../platform/platform.ts'

/** `/{productKey}/{deviceName}/` */
export let device: Bytes

/** `username` is deviceName&productKey, which make the topics. */
export function startTopics(username: Bytes): void {
  const names = username.split('&')
  device = '/' + names[1] + '/' + names[0] + '/'
}

/** Returns ['', productKey, deviceName, '']: only the topics' prefix keeps them. @seldom */
export function namesOfDevice(): Bytes[] {
  return device.split('/')
}

/** Undefined, and gone from the script, where no feature of the platform subscribes. */
let withMarks: true | undefined

/** From now on `{}` in a topic stands for productKey/deviceName. @seldom */
export function useMarks(): void {
  withMarks = true
}

/** The same for a topic of the whole product. */
let withProduct: true | undefined

/** From now on `{productKey}` in a topic stands for it. @seldom */
export function useProductMark(): void {
  withProduct = true
}

/** Returns a custom topic whole: one without a leading slash stands for /{productKey}/{deviceName}/{topic}. @seldom */
export function topicOf(topic: Bytes): Bytes {
  if (withProduct) topic = topic.split('{productKey}').join(namesOfDevice()[1])
  return topic[0] === '/' ? (withMarks ? topic.split('{}').join(device.slice(1, -1)) : topic) : device + topic
}

/** Returns a topic of the thing model, such as `service/property/set` (help.aliyun.com/document_detail/89301). @seldom */
export function thingTopic(tail: Bytes): Bytes {
  return '/sys' + device + 'thing/' + tail
}
