import { logBug } from '../app-bug.ts'
import { thingTopic } from '../identity/topics.ts'
import { log } from '../log.ts'
import type { Bytes } from '../platform/platform.ts'
import { quote } from '../text.ts'
import { idText, isExact, isShallow, replyTo, shallowBytes, type Message, type Params } from './alink.ts'
import { emit } from './events.ts'
import { oweReply, oweState } from './outbox.ts'
import { onReply } from './requests.ts'

/** See `onProp` in device.ts. */
export type PropHandler = (name: string, value: unknown) => void | string | false

/** Returns what was wrong with a property set, '' when nothing was. */
export type AskAll = (message: Message, params: Params, names: string[]) => Bytes

/** So much of a text from outside reaches the log, bytes. */
const logBytes = 60
/** Approximate limit of the text in a reply that says what was wrong, bytes. */
const wrongBytes = 100
/** Codes of a reply: parameter error, and the service's own failure (help.aliyun.com/document_detail/89301). */
const badParameter = 460
const failed = 100001

let handleProp: PropHandler | undefined
/** Has handlers of whole sets act, and then `askEach` for what they did not take; undefined where there are none. */
let askAll: AskAll | undefined
let filter: ((params: Params) => Bytes) | undefined
let ignored = 0

/** See device.ts. */
export function onProp(handler: PropHandler): void {
  handleProp = handler
}

/** Sets what takes wrong properties out of a set, and returns what is wrong with them. */
export function filterSets(refuse: typeof filter): void {
  filter = refuse
}

/** Sets by whom whole sets are handled. */
export function handleWhole(ask: AskAll): void {
  askAll = ask
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
    if ('' + parts !== '0') return
    let id = message.id!
    // Documented ids are short decimal strings: those are taken as they are, others go through idText. The length comes
    // first, because the engine throws when it makes a number of a string of 64 bytes or more. Without an id, and without a message, it
    // throws, too.
    if (!(id.length < 24 && '' + +id === id)) id = idText(id)
    if (!id) return
    // Only its own params: in the engine a key "__proto__" makes an object inherit others. None of a text: a key for each of
    // its characters would take all memory.
    // eslint-disable-next-line no-prototype-builtins -- the engine shows no built-in on a prototype; a message that brings its own hasOwnProperty throws, and is ignored
    let params = message.hasOwnProperty('params') && message.params
    if (!params || typeof params !== 'object') params = {}
    // The engine must have read every number exactly. It has when the payload contains the params just as JSON.stringify
    // writes them, and the id is a text: `id > '!'`, because idText puts a space before a number. Else isExact looks at each
    // number.
    if ((payload.indexOf(JSON.stringify(params)) < 0 || id < '!') && !isExact(payload)) return
    // Frees the payload before a handler acts.
    payload = ''
    /*@__INLINE__*/ oweReply(/*@__INLINE__*/ handle(id, params as Params, message))
    /*@__INLINE__*/ oweState()
    ignored--
  } catch (error) {
    // Not JSON, so not for us.
  }
}

/** Has a property set handled. Returns the reply as `oweReply` takes it. */
function handle(id: Bytes, params: Params, message: Message): Bytes {
  try {
    let wrong = filter ? filter(params) : ''
    const names = Object.keys(params)
    if (!filter || !wrong || names.length)
      wrong += askAll ? askAll(message, params, names) : /*@__INLINE__*/ askEach(params, names)
    return wrong ? replyTo(id, badParameter, wrong) : id
  } catch (error) {
    logBug(error as Error)
    return replyTo(id, failed, 'application failed')
  }
}

/** Hands over the properties of these names, one by one. Returns what was wrong, '' when nothing was. */
export function askEach(params: Params, names: string[]): Bytes {
  let wrong = names.length ? '' : 'no params'
  while (names.length) {
    const name = names.shift()!
    const fault = handleProp ? handleProp(name, params[name]) : false
    if ((fault || fault === false) && wrong.length < wrongBytes)
      wrong += name.substr(0, wrongBytes) + ' ' + (fault || 'is unknown') + '; '
  }
  return wrong
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
