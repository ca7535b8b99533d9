import { logBug } from '../app-bug.ts'
import { thingTopic } from '../identity/topics.ts'
import { log } from '../log.ts'
import type { Bytes } from '../platform/platform.ts'
import { quote } from '../text.ts'
import { idText, isExact, isShallow, replyTo, shallowBytes, type Message } from './alink.ts'
import { emit } from './events.ts'
import { oweReply, oweState } from './outbox.ts'
import { onReply } from './requests.ts'

/** See `onProps` in device.ts. */
export type SetHandler = (message: Message) => unknown

/** So much of a text from outside reaches the log, bytes. */
const logBytes = 60
/** So many names that nobody handles are in a reply. */
const namesMax = 9
const unknown = ' is unknown; '
/** Codes of a reply: parameter error, and the service's own failure (help.aliyun.com/document_detail/89301). */
const badParameter = 460
const failed = 100001

/** Asked in this order. */
const handlers: SetHandler[] = []
let ignored = 0

/** See device.ts. */
export function onProps(handler: SetHandler): void {
  handlers.push(handler)
}

/** The topic of property sets, without which the link is of no use. @seldom */
export function setTopic(): Bytes {
  return thingTopic('service/property/set')
}

/** Called every second: logs how many messages were ignored. */
export function logIgnored(): void {
  if (ignored) log('W thing ' + ignored + ' messages ignored')
  ignored = 0
}

/** A property set arrived: has it handled and owes a reply. A message without an id that a reply can carry is ignored. */
export function onSet(payload: Bytes): void {
  // Until it proves to be one.
  ignored++
  try {
    if (payload.length > shallowBytes && !(/*@__INLINE__*/ isShallow(payload))) return
    // The engine's parser ignores what follows a value. So the payload is parsed as the first value of `[payload,0]`: with
    // anything behind the message the rest of that array is not just the 0. `shift` takes the message out of `parts`, which
    // would keep it in memory.
    const parts = JSON.parse('[' + payload + ',0]')
    const message: Message = parts.shift()
    if (!message || '' + parts !== '0') return
    let id = message.id
    if (id == null) return
    // Documented ids are short decimal strings: those are taken as they are, others go through idText. The length comes
    // first, because the engine throws when it makes a number of a string of 64 bytes or more.
    if (!(id.length < 24 && '' + +id === id)) id = idText(id)
    if (!id) return
    // Only its own params: in the engine a key "__proto__" makes an object inherit others. None of a text: a key for each of
    // its characters would take all memory.
    // eslint-disable-next-line no-prototype-builtins -- the engine shows no built-in on a prototype; a message that brings its own hasOwnProperty throws, and is ignored
    const params = message.hasOwnProperty('params') ? message.params : {}
    // The engine must have read every number exactly. It has when the payload contains the params just as JSON.stringify
    // writes them, and the id is a text: `id > '!'`, because idText puts a space before a number. Else isExact looks at each
    // number.
    if ((payload.indexOf(JSON.stringify(params)) < 0 || id < '!') && !isExact(payload)) return
    // Frees the payload before a handler acts.
    payload = ''
    message.params = typeof params === 'object' && params ? params : {}
    /*@__INLINE__*/ oweReply(/*@__INLINE__*/ handle(id, message))
    /*@__INLINE__*/ oweState()
    ignored--
  } catch (error) {
    // Not JSON, so not for us.
  }
}

/** Has the handlers act on a property set. Returns the reply as `oweReply` takes it. */
function handle(id: Bytes, message: Message): Bytes {
  let untaken = Object.keys(message.params!)
  let refusal = ''
  try {
    for (let at = 0; at < handlers.length; at++) {
      const result = handlers[at]!(message)
      if (typeof result === 'string') refusal += result
      untaken = typeof result === 'object' && result ? without(untaken, result as string[]) : []
    }
  } catch (error) {
    logBug(error as Error)
    return replyTo(id, failed, 'the application failed')
  }
  if (untaken.length) refusal += untaken.slice(0, namesMax).join(unknown) + unknown
  return refusal ? replyTo(id, badParameter, refusal) : id
}

/** Returns the names that are not in `taken`. @seldom */
function without(names: string[], taken: string[]): string[] {
  return names.filter((name) => taken.indexOf(name) < 0)
}

/**
 * A PUBLISH other than a property set while ready arrived. A retained property set is ignored, because an old "on" must not
 * come true. What post_reply complains of is logged. What comes on another topic than the platform's own is logged, too, and
 * is the application's. @seldom
 */
export function onPublish(topicName: Bytes, payload: Bytes, retained: boolean): void {
  if (!topicName.startsWith('/sys/', 0)) {
    log('I mqtt message ' + topicName + ' ' + quote(payload.substr(0, logBytes)))
    emit('message', topicName, payload)
  } else if (!retained && topicName === setTopic()) onSet(payload)
  else if (topicName === thingTopic('event/property/post_reply')) {
    onReply(payload)
    // Logged only when it is not plain success.
    if (payload.indexOf('"data":{}') < 0 || payload.indexOf('"code":200') < 0)
      log('W thing post_reply ' + quote(payload.substr(0, logBytes)))
  } else ignored++
}
