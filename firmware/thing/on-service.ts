import { logBug } from '../app-bug.ts'
import { thingTopic } from '../identity/topics.ts'
import { log } from '../log.ts'
import type { Bytes } from '../platform/platform.ts'
import { parsed, quote, toJson } from '../text.ts'
import { idText, messageOf, textOf } from './alink.ts'
import { calledBy, endCall, isName, openCall, send, serveWith, type Call } from './calls.ts'
import { wantFilter } from './to-link.ts'

/** A call of a service, as it came: only id and method are sure to be there and texts. */
export interface ServiceCall {
  readonly id: string
  readonly method: string
  readonly version?: string
  /** The input parameters by identifier; {} where the call has none. */
  readonly params: { readonly [identifier: string]: any } // eslint-disable-line @typescript-eslint/no-explicit-any -- as the SDK has it
}

/** What became of a call. */
export interface ServiceResult {
  /** 200 where it is missing. */
  readonly code?: number
  /** The output parameters by identifier; {} where they are missing. */
  readonly data?: { readonly [identifier: string]: unknown }
  /** What was wrong, for people; at most 100 bytes. */
  readonly message?: string
}

/** Replies to a call, the first time it is called; the reply goes out the way the call came, whatever `kind` says. */
export type ServiceReply = (result?: ServiceResult, kind?: 'async' | 'sync') => void
export type ServiceHandler = (res: ServiceCall, reply: ServiceReply) => void

/** Limits of an id as JSON, of the JSON of `data`, of the text that says what was wrong, and of a code's digits, bytes. */
const idBytes = 64
const dataBytes = 2048
const wrongBytes = 100
const codeBytes = 9
/** Codes of a reply: parameter error, too many requests, and the service's own failure (help.aliyun.com/document_detail/89309). */
const badParameter = 460
const tooMany = 429
const failed = 100001

/** By identifier with a dollar sign before it, since each object has a toString. */
let handlers: { [key: string]: ServiceHandler } | undefined

/**
 * Calls `handler` when the cloud calls the service, with the whole message and the function that replies to it, now or later: within
 * 8 s to a synchronous call (RRPC), 60 s to an asynchronous one; later nothing is sent. 4 calls may be without their reply; those beyond
 * get code 429. The same call twice (same id and topic) is handled once, and replied to again. A handler that throws is
 * a reply of 100001, a service without a handler one of 460 (help.aliyun.com/document_detail/89301). @seldom
 */
export function onService(serviceIdentifier: string, handler: ServiceHandler): void {
  if (!handlers) {
    handlers = {}
    serveWith(takeService)
    wantFilter('/sys/{}/thing/service/+')
  }
  handlers['$' + serviceIdentifier] = handler
}

/** Returns whether a message is the call of a service, which is handled then. */
function takeService(topic: Bytes, payload: Bytes): boolean {
  const called = calledBy(topic)
  const head = thingTopic('service/')
  const message = called && !called.startsWith(head, 0) ? undefined : (messageOf(payload) as ServiceCall | undefined)
  // A reply has none: a broker that is not Aliyun's sends the device its own.
  const method = message && message.method
  const id = typeof method === 'string' ? idText(message!.id) : ''
  const name = called ? called.substr(head.length) : id && method!.startsWith('thing.service.', 0) && method!.substr(14)
  if (!id || !name || id.length > idBytes) return false
  const handler = handlers!['$' + name]
  if (!handler && !isName(name)) return false
  const call = openCall(topic, called, id, 'service ' + name, payload)
  if (!call) return true
  const reply = replier(call)
  if (call.full) reply({ code: tooMany, message: 'too many calls are open' })
  else if (!handler) reply({ code: badParameter, message: name + ' is unknown' })
  else
    try {
      if (typeof message!.params !== 'object' || !message!.params) (message as { params: object }).params = {}
      handler(message!, reply)
    } catch (error) {
      logBug(error as Error)
      reply({ code: failed, message: 'failed' })
    }
  return true
}

/** Apart, so that a call which is open keeps no payload. */
function replier(call: Call): ServiceReply {
  return (result) => {
    if (!call.end) return
    const text = encodeReply(call, result || {})
    send(call, text, endCall(call, text))
  }
}

/** Returns a reply as JSON. @seldom */
function encodeReply({ id, what }: Call, { code, data, message }: ServiceResult): Bytes {
  let json = data ? toJson(data) : '{}'
  // The engine writes what it cannot read itself for an object inside itself.
  if (json.length > dataBytes || parsed('[' + json + ']') === undefined) {
    log('W thing ' + what + ' failed: its data is no JSON, or too long')
    json = '{}'
    code = failed
  }
  return (
    '{"id":' +
    id +
    ',"code":' +
    (+textOf(code).substr(0, codeBytes) | 0 || 200) +
    (message ? ',"message":' + quote(textOf(message).substr(0, wrongBytes)) : '') +
    ',"data":' +
    json +
    '}'
  )
}
