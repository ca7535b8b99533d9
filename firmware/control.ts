import { idText, isExact, isShallow, replyTo, shallowBytes, type Message } from './aliyun/thing.ts'
import { log } from './log.ts'
import { encodePacket, encodeString } from './mqtt/packet.ts'
import type { Bytes } from './platform.ts'
import { quote } from './text.ts'
import { setSwitches, switchValues } from './switch.ts'

/** So much of a text from outside reaches the log, bytes. */
const logBytes = 60
/** Length up to which `owed` grows, bytes: 270 usual replies. Then the oldest is dropped for the newest. */
const owedBytes = 3072

/** `/{productKey}/{deviceName}/` */
let device: Bytes
/** The topic of set_reply as it stands in a PUBLISH, with its length: 8 JsVars that save a tenth of a property set's time. */
let replyHead: Bytes
/**
 * The replies that are owed, one a line: for success the bare id (see `idText`), otherwise the reply's JSON from its `{` on
 * without its end (see `replyTo`). Each line ends with a line feed.
 */
export let owed: Bytes
let dropped: number
let ignored: number
/**
 * What else is owed, a bit each: 1 a property post, because a property was set or the link is new; 2 the greeting, once
 * after the start. Posts coalesce: only the newest state is posted.
 */
export let newsDue: number
let postId: number
/** The switches' values as last logged. */
let reported: Bytes
/** True from then until the next tick: changes are logged at most once a second. */
let quiet: boolean

/** Sets everything as it is after power-on. `username` is deviceName&productKey, which make the topics. */
export function startControl(username: Bytes): void {
  const names = username.split('&')
  device = '/' + names[1] + '/' + names[0] + '/'
  replyHead = encodeString(topicFilter(false) + '_reply')
  owed = reported = ''
  dropped = ignored = postId = 0
  newsDue = 2
  quiet = false
}

/** Returns ['', productKey, deviceName, '']: only the topics' prefix keeps them. @seldom */
export function identity(): Bytes[] {
  return device.split('/')
}

/**
 * Returns a topic filter to subscribe to: the first is the property set, without which the link is of no use; the second
 * user/get, which many products lack. @seldom
 */
export function topicFilter(second: boolean): Bytes {
  return second ? device + 'user/get' : '/sys' + device + 'thing/service/property/set'
}

/** Called when the link is ready or a button was pressed: the state is posted, even when it was before. */
export function owePost(): void {
  newsDue |= 1
}

/** Logs how many messages were ignored and replies dropped, and the switches' values when they have changed. @seldom */
function report(): void {
  if (ignored) log('W thing ' + ignored + ' messages ignored')
  if (dropped) log('W mqtt ' + dropped + ' replies dropped: more are owed than the link carries')
  ignored = dropped = 0
  const values = switchValues(false)
  if (values === reported) return
  quiet = true
  reported = values
  log('I switch ' + values.split('"').join(''))
}

/** Called every second: logs what is due. */
export function onSecond(): void {
  quiet = false
  if (ignored || dropped || reported !== switchValues(false)) report()
}

/** Drops the oldest replies until `owed` is short enough. @seldom */
function dropReplies(): void {
  for (; owed.length > owedBytes; dropped++) owed = owed.substr(owed.indexOf('\n') + 1)
}

/** A property set arrived: acts on it and owes a reply. A message without an id that a reply can carry is ignored. */
export function onSet(payload: Bytes): void {
  let message: Message
  let parts
  let id
  try {
    // Documented ids are short decimal strings: those are taken as they are, others go through idText. The length comes
    // first, because the engine throws when it makes a number of a string of 64 bytes or more.
    if (
      (payload.length <= shallowBytes || isShallow(payload)) &&
      // The engine's parser ignores what follows a value. So the payload is parsed as the first value of `[payload,0]`: with
      // anything behind the message the rest of that array is not just the 0. `shift` takes the message out of `parts`, which
      // would keep it in memory.
      (message = (parts = JSON.parse('[' + payload + ',0]')).shift()) &&
      '' + parts === '0' &&
      (id = message.id) != null &&
      (id = id.length < 24 && '' + +id === id ? id : idText(id)) &&
      // Only its own params: in the engine a key "__proto__" makes an object inherit others.
      //
      // The engine must have read every number exactly. It has when the payload contains the params just as JSON.stringify
      // writes them, and the id is a text: `id > '!'`, because idText puts a space before a number. Else isExact looks at
      // each number.
      ((payload.indexOf(
        JSON.stringify(
          // eslint-disable-next-line no-prototype-builtins -- the engine shows no built-in on a prototype; a message that brings its own hasOwnProperty throws, and is ignored
          (message = message.hasOwnProperty('params') ? message.params! : {}),
        ),
      ) >= 0 &&
        id > '!') ||
        isExact(payload))
    ) {
      // Frees the payload before the pin is driven: 26 JsVars less at the peak of a burst.
      payload = ''
      const wrong = setSwitches(message)
      owed += (wrong ? replyTo(id, wrong) : id) + '\n'
      if (owed.length > owedBytes) dropReplies()
      newsDue |= 1
    } else ignored++
  } catch (error) {
    // Not JSON, so not for us.
    ignored++
  }
}

/** A PUBLISH arrived: acts on a property set, logs user/get and what post_reply complains of, counts the rest. @seldom */
export function onPublish(topicName: Bytes, payload: Bytes, retained: boolean): void {
  // A retained property set is ignored: an old "on" must not come true.
  if (!retained && topicName === topicFilter(false)) onSet(payload)
  else if (topicName === topicFilter(true)) log('I user get ' + quote(payload.substr(0, logBytes)))
  else if (topicName === '/sys' + device + 'thing/event/property/post_reply') {
    // Logged only when it is not plain success.
    if (payload.indexOf('"data":{}') < 0 || payload.indexOf('"code":200') < 0)
      log('W thing post_reply ' + quote(payload.substr(0, logBytes)))
  } else ignored++
}

/** Returns the next PUBLISH packet that is owed, replies first; '' when none is. */
export function nextPublish(): Bytes {
  // Runs from memory: 9 JsVars save 12 reads of flash a property set (docs/firmware-size.md).
  'ram'
  if (!owed) return newsDue ? nextNews() : ''
  const end = owed.indexOf('\n')
  const note = owed.substr(0, end)
  owed = owed.substr(end + 1)
  // No literal of 20 bytes or more: in a function that runs from memory the engine would look for contiguous memory for it
  // each time, a tenth of a property set's time.
  return encodePacket(
    '0',
    replyHead +
      (note[0] === '{' ? note : '{"id":' + (note > '#' ? '"' + note + '"' : note) + ',"code":200') +
      ',"data":{}}',
  )
}

/** Returns the next PUBLISH that is not a reply: the property post, then once the greeting. */
function nextNews(): Bytes {
  if (newsDue & 1) {
    newsDue ^= 1
    const values = switchValues(false)
    if (!quiet && values !== reported) report()
    return encodePacket(
      '0',
      encodeString('/sys' + device + 'thing/event/property/post') +
        '{"id":"' +
        ++postId +
        '","version":"1.0","params":{' +
        values +
        '},"method":"thing.event.property.post"}',
    )
  }
  newsDue = 0
  // At QoS 1 a packetId stands before the payload.
  return encodePacket('2', encodeString(device + 'user/update') + '\0\x03hi!')
}
