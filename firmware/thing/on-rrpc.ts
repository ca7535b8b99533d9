import { logBug } from '../app-bug.ts'
import { device } from '../identity/topics.ts'
import { log } from '../log.ts'
import type { Bytes } from '../platform/platform.ts'
import { calledBy, endCall, listenToExt, openCall, respondWith, send, type Call } from './calls.ts'
import { textFor } from './publish.ts'
import { wantFilter } from './to-link.ts'

/** Responds to a call with any bytes, the first time it is called. */
export type RrpcReply = (payload: Bytes) => void
export type RrpcHandler = (payload: Bytes, reply: RrpcReply) => void

/** Longest response, bytes. */
const responseBytes = 2048

/** By topic with a dollar sign before it. */
let handlers: { [key: string]: RrpcHandler } | undefined

/**
 * Calls `handler` when the cloud makes a synchronous call (RRPC), with its payload, any bytes, and the function that responds to it, now
 * or within 8 s; later nothing is sent. `topic`: '' for calls without one, else that of a call on a custom topic; one without a
 * leading slash stands for /{productKey}/{deviceName}/{topic}. For custom topics the clientId asks with `ext=1`, so they
 * must be known when the session begins: call it at the top level. 4 calls may be without their response; those beyond
 * are not handled. Synchronous calls of services are for `onService`, where it is used
 * (help.aliyun.com/document_detail/90568, 90570). @seldom
 */
export function onRrpc(topic: string, handler: RrpcHandler): void {
  if (!handlers) {
    handlers = {}
    respondWith(takeRrpc)
  }
  handlers['$' + topic] = handler
  if (!topic) return
  listenToExt()
  wantFilter('/ext/rrpc/+' + (topic[0] === '/' ? topic : '/{}/' + topic))
}

/** Returns whether a message is a RRPC that has a handler, and is handled then. */
function takeRrpc(topic: Bytes, payload: Bytes): boolean {
  const called = calledBy(topic)
  const handler =
    called !== topic &&
    (handlers!['$' + called] || (called.startsWith(device, 0) && handlers!['$' + called.substr(device.length)]))
  if (!handler) return false
  const call = openCall(topic, called, '', 'rrpc' + (called && ' ' + called), payload)
  if (!call) return true
  if (call.full) log('W thing ' + call.what + ' ignored: too many calls are open')
  else
    try {
      handler(payload, replier(call))
    } catch (error) {
      logBug(error as Error)
    }
  return true
}

/** Apart, so that a call which is open keeps no payload. */
function replier(call: Call): RrpcReply {
  return (given) => {
    const payload = textFor(given)
    if (payload.length > responseBytes) log('W thing ' + call.what + ' not answered: the response is too long')
    else if (call.end) send(call, payload, endCall(call, payload))
  }
}
