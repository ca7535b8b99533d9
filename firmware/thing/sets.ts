import { logBug } from '../app-bug.ts'
import { thingTopic } from '../identity/topics.ts'
import { log } from '../log.ts'
import type { Bytes } from '../platform/platform.ts'
import { quote } from '../text.ts'
import { hasArrived } from './arrivals.ts'
import { idText, isExact, isShallow, replyTo, shallowBytes, type Message, type Params } from './alink.ts'
import { emit } from './events.ts'
import { oweReply } from './outbox.ts'
import { oweState } from './state.ts'
import { onReply } from './requests.ts'

/** See `onProp` in device.ts. */
export type PropHandler = (name: string, value: unknown) => void | string | boolean

/** Has a whole set handled: takes the names that are taken out of `names`. Returns what was wrong, '' when nothing was. */
export type AskAll = (message: Message, params: Params, names: string[]) => Bytes

/** So much of a text from outside reaches the log, bytes. */
const logBytes = 60
/** Approximate limit of the text in a reply that says what was wrong, bytes. */
const wrongBytes = 100
/** Codes of a reply: parameter error, and the service's own failure (help.aliyun.com/document_detail/89301). */
const badParameter = 460
const failed = 100001

/** Stands for a payload that is being handled: no message is like it. */
const handed = '-'

/** Until the application has one, and it has no handlers of whole sets either, every property is unknown. */
let handleProp: PropHandler = () => false
/** Handlers of whole sets; undefined where there are none. */
let askAll: AskAll | undefined
let filter: ((params: Params) => Bytes) | undefined
/** Told of each property that the application has taken of a set; undefined, and gone from the script, where nobody asks. */
export let tellTaken: ((name: string, value: unknown) => void) | undefined
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

/** Sets who is told of what the application takes. */
export function onTaken(tell: typeof tellTaken): void {
  tellTaken = tell
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

/**
 * A property set arrived: has it handled and owes a reply. A message without an id that a reply can carry is ignored. One
 * function with one condition, few variables, and little text for what is seldom, all of which the engine would read each
 * time: in parts, or with an early return each, a set takes a quarter longer.
 */
// eslint-disable-next-line complexity -- the paragraph above says why
export function onSet(payload: Bytes): void {
  let message: Message | undefined
  let params: Params | Message | false | undefined
  let rest: string[]
  let id: Bytes | undefined
  let wrong: Bytes | undefined
  let fault
  try {
    // Documented ids are short decimal strings: those are taken as they are, others go through idText. The length comes
    // first, because the engine throws when it makes a number of a string of 64 bytes or more.
    if (
      (payload.length <= shallowBytes || isShallow(payload)) &&
      // The engine's parser ignores what follows a value. So the payload is parsed as the first value of `[payload,0]`: with
      // anything behind the message the rest of that array is not just the 0. `shift` takes the message out of it.
      (params = (rest = JSON.parse('[' + payload + ',0]')).shift() as Message | undefined) &&
      '' + rest === '0' &&
      // Without an id this throws.
      (id = (id = params.id!).length < 24 && '' + +id === id ? id : idText(id)) &&
      // Only its own params: in the engine a key "__proto__" makes an object inherit others.
      //
      // The engine must have read every number exactly. It has when the payload contains the params just as JSON.stringify
      // writes them, and the id is a text: `id > '!'`, because idText puts a space before a number. Else isExact looks at
      // each number.
      ((payload.indexOf(
        JSON.stringify(
          // eslint-disable-next-line no-prototype-builtins -- the engine shows no built-in on a prototype; a message that brings its own hasOwnProperty throws, and is ignored
          (params = (message = params as Message).hasOwnProperty('params') && (params as Message).params),
        ),
      ) >= 0 &&
        id > '!') ||
        isExact(payload))
    ) {
      // Frees the payload before a handler acts, and says that what throws from here on is the application.
      payload = handed
      if ((filter || askAll) && (typeof params !== 'object' || !params)) params = {}
      if (filter) wrong = filter(params as Params)
      // None of a text: a key for each of its characters would take all memory.
      rest = Object.keys((typeof params === 'object' && params) || {})
      if (askAll && (!wrong || rest.length)) wrong = (wrong || '') + askAll(message!, params as Params, rest)
      // Runs once without a name for a set of nothing.
      if (!(askAll || (filter && wrong)) || rest.length)
        do {
          const name = rest.shift()
          fault = name == null || handleProp(name, (params as Params)[name])
          if (fault != null) wrong = addWrong(wrong, name, fault)
          else if (tellTaken) tellTaken(name!, (params as Params)[name!])
        } while (rest.length)
      if (wrong) id = replyTo(id, badParameter, wrong)
      /*@__INLINE__*/ oweReply(id)
      /*@__INLINE__*/ oweState()
    } else ignored++
  } catch (error) {
    onThrow(payload, id!, error as Error)
  }
}

/**
 * Has values handled as those of a property set are, whose id is `id`; without a reply, and nobody is told. Returns what is wrong, ''
 * when all was taken. @seldom
 */
export function applySet(id: string, params: Params): Bytes {
  const tell = tellTaken
  tellTaken = undefined
  let wrong = ''
  try {
    if (filter) wrong = filter(params)
    const names = Object.keys(params)
    if (askAll && names.length) wrong += askAll({ id: id, params: params }, params, names)
    names.forEach((name) => {
      const fault = handleProp(name, params[name])
      if (fault != null) wrong = addWrong(wrong, name, fault)
    })
  } catch (error) {
    logBug(error as Error)
    wrong = 'failed; '
  }
  tellTaken = tell
  oweState()
  return wrong
}

/** Returns `wrong` with what is wrong with one more property; `name` is undefined when there were none. @seldom */
function addWrong(wrong: Bytes | undefined, name: string | undefined, fault: string | boolean): Bytes {
  if (name === undefined) return 'no params'
  if (!wrong) wrong = ''
  if (wrong.length >= wrongBytes) return wrong
  return wrong + name.substr(0, wrongBytes) + ' ' + (fault === true ? 'must be 0 or 1' : fault || 'is unknown') + '; '
}

/** Counts a message that is not JSON. Where the application has thrown, logs it, and owes the reply that says so. @seldom */
function onThrow(payload: Bytes, id: Bytes, error: Error): void {
  if (payload !== handed) {
    ignored++
    return
  }
  logBug(error)
  oweReply(replyTo(id, failed, 'failed'))
  oweState()
}

/**
 * A PUBLISH other than a property set while ready arrived. A retained property set is ignored, because an old "on" must not
 * come true. What post_reply complains of is logged. What comes on another topic is the application's, and logged unless it is
 * one of the platform's own. @seldom
 */
export function onPublish(topicName: Bytes, payload: Bytes, retained: boolean): void {
  if (!retained && topicName !== setTopic() && hasArrived(topicName, payload)) return
  if (!topicName.startsWith('/sys/', 0)) {
    log('I mqtt message ' + topicName + ' ' + quote(payload.substr(0, logBytes)))
    emit('message', topicName, payload)
  } else if (!retained && topicName === setTopic()) onSet(payload)
  else if (topicName === thingTopic('event/property/post_reply')) {
    onReply(payload)
    // Logged only when it is not plain success.
    if (payload.indexOf('"data":{}') < 0 || payload.indexOf('"code":200') < 0)
      log('W thing post_reply ' + quote(payload.substr(0, logBytes)))
  } else {
    ignored++
    // A retained property set is nobody's.
    if (!retained) emit('message', topicName, payload)
  }
}
