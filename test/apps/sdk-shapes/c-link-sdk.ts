import type { Shape } from './shapes.ts'

const params = { LightSwitch: 0 }
const sys = { ack: 1 }

/**
 * What Aliyun's C Link SDK 4.2.0 sends for the same, from its source: ALINK_REQUEST_FMT and ALINK_RESPONSE_FMT in
 * components/data-model/dm_private.h, `_devinfo_send` in components/devinfo, SHADOW_PAYLOAD_* in components/shadow,
 * and the request of demos/cota_basic_demo.c. Where it has a choice, its default.
 */
export const cLinkSdk: readonly Shape[] = [
  ['/sys/{}/thing/event/property/post', { id: 'string', params, sys, version: '1.0' }],
  ['/sys/{}/thing/event/lowpower/post', { id: 'string', params: { power: 10 }, sys, version: '1.0' }],
  ['/sys/{}/thing/service/property/set_reply', { code: 200, data: {}, id: 'string' }],
  ['/sys/{}/thing/service/wakeup_async_reply', { code: 200, data: { out: 1 }, id: 'string' }],
  ['/ext/rrpc/{id}/sys/{}/thing/service/wakeup_sync', { code: 200, data: { out: 1 }, id: 'string' }],
  [
    '/sys/{}/thing/deviceinfo/update',
    { id: 'string', params: [{ attrKey: 'Temperature', attrValue: '36.8' }], version: '1.0' },
  ],
  [
    '/sys/{}/thing/deviceinfo/delete',
    { id: 'string', params: [{ attrKey: 'tagA' }, { attrKey: 'tagB' }], version: '1.0' },
  ],
  ['/sys/{}/thing/config/get', { id: 'string', params: { configScope: 'product', getType: 'file' } }],
  ['/shadow/update/{}', { method: 'get' }],
  ['/shadow/update/{}', { method: 'update', state: { reported: { a: 'avalue' } }, version: 'number' }],
  ['/shadow/update/{}', { method: 'delete', state: { reported: { a: 'null' } }, version: 'number' }],
  ['/shadow/update/{}', { method: 'delete', state: { reported: { a: 'null', b: 'null' } }, version: 'number' }],
  ['/shadow/update/{}', { method: 'delete', state: { reported: 'null' }, version: 'number' }],
].map(([topic, payload]) => ({ topic: topic as string, qos: 0, payload }))

/**
 * The same as the firmware sends it: with a method and a version in each request, without `sys`, of which 1 is the default, and the
 * reply to a synchronous call on the topic that belongs to the call's, which is RRPC's own where `ext` is not in the clientId.
 */
export function asWeSend({ topic, qos, payload }: Shape): Shape {
  const { sys: _sys, ...message } = payload as Readonly<Record<string, unknown>>
  if (topic.startsWith('/ext/rrpc/')) return { topic: '/sys/{}/rrpc/response/{id}', qos, payload: message }
  if (!('params' in message)) return { topic, qos, payload: message }
  const method = topic.replace('/sys/{}/', '').replaceAll('/', '.')
  const { id, params: given } = message
  return { topic, qos, payload: { id, method, params: given, version: '1.0' } }
}
