import { idText, isExact, isShallow, replyTo, shallowBytes, type Message } from './aliyun/thing.ts'
import { log } from './log.ts'
import { encodePacket, encodeString } from './mqtt/packet.ts'
import type { Bytes } from './platform.ts'
import { quote } from './text.ts'
import { setSwitches, switchValues } from './switch.ts'

/** Of what comes from outside, this much reaches the log. */
const logBytes = 60
/** Replies that may wait, bytes: 270 usual ones. The oldest is dropped for the newest. */
const owedBytes = 3072

/** `/{productKey}/{deviceName}/` */
let device: Bytes
/** The set_reply's topic as it stands in a PUBLISH, length and all: 8 JsVars that save a tenth of a set's time. */
let replyHead: Bytes
/**
 * The replies that are owed, each followed by a line feed: as a rule only the id, see idText; from its `{` on, but for
 * the end, where more is to be said.
 */
export let owed: Bytes
let dropped: number
let ignored: number
/**
 * What else is owed: 1 a property post, because the state was set or the link is new; 2 the greeting, once. Posts
 * coalesce: the newest state is all there is.
 */
export let newsDue: number
let postId: number
/** The values as they were logged last. */
let reported: Bytes
/** Less than a second ago they were. */
let quiet: boolean

/** As after a power-on. Says whose topics these are: `username` is deviceName&productKey. */
export function startControl(username: Bytes): void {
  const names = username.split('&')
  device = '/' + names[1] + '/' + names[0] + '/'
  replyHead = encodeString(topicFilter(false) + '_reply')
  owed = reported = ''
  dropped = ignored = postId = 0
  newsDue = 2
  quiet = false
}

/** '', productKey, deviceName, '': they are kept in the topics' prefix. @seldom */
export function identity(): Bytes[] {
  return device.split('/')
}

/**
 * What to subscribe: first the property set, which the link cannot do without; then user/get, which many products
 * lack. @seldom
 */
export function topicFilter(second: boolean): Bytes {
  return second ? device + 'user/get' : '/sys' + device + 'thing/service/property/set'
}

/** The link is ready. Whatever was said before: the state is posted. */
export function owePost(): void {
  newsDue |= 1
}

/** Logs what is due: messages that were not acted on, and a change, but at most one a second. @seldom */
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

/** A second has passed. */
export function onSecond(): void {
  quiet = false
  if (ignored || dropped || reported !== switchValues(false)) report()
}

/** @seldom */
function dropReplies(): void {
  for (; owed.length > owedBytes; dropped++) owed = owed.substr(owed.indexOf('\n') + 1)
}

/** A property set arrived: acts on it and owes a reply. Without an id to reply to it was none, and nothing is done. */
export function onSet(payload: Bytes): void {
  let message: Message
  let parts
  let id
  try {
    // Documented ids are short decimal strings: those need no look at each character. From a string of 64 bytes on the
    // engine makes no number, but throws.
    if (
      (payload.length <= shallowBytes || isShallow(payload)) &&
      // The engine's parser stops after the value, whatever follows: only when nothing does is the 0 all that is left
      // behind it. Shifted out, or the whole message would be held as well.
      (message = (parts = JSON.parse('[' + payload + ',0]')).shift()) &&
      '' + parts === '0' &&
      (id = message.id) != null &&
      (id = id.length < 24 && '' + +id === id ? id : idText(id)) &&
      // Its own params only: in the engine a key "__proto__" makes others inherited. Those that are written as they were
      // read have no number that was read as another; nor has an id that is no number, which would begin with a space.
      ((payload.indexOf(
        JSON.stringify(
          // eslint-disable-next-line no-prototype-builtins -- the engine shows no built-in on a prototype; a message that brings its own hasOwnProperty throws, and is ignored
          (message = message.hasOwnProperty('params') ? message.params! : {}),
        ),
      ) >= 0 &&
        id > '!') ||
        isExact(payload))
    ) {
      // What is needed no more would else be held while the pin is driven: 26 JsVars at the peak of a burst.
      payload = ''
      const wrong = setSwitches(message)
      owed += (wrong ? replyTo(id, wrong) : id) + '\n'
      if (owed.length > owedBytes) dropReplies()
      newsDue |= 1
    } else ignored++
  } catch (error) {
    // Not JSON: not for us.
    ignored++
  }
}

/** A PUBLISH arrived: acts on what is a property set, logs what is meant for people, counts the rest. @seldom */
export function onPublish(topicName: Bytes, payload: Bytes, retained: boolean): void {
  // Not a set that was retained: an old "on" must not come true.
  if (!retained && topicName === topicFilter(false)) onSet(payload)
  else if (topicName === topicFilter(true)) log('I user get ' + quote(payload.substr(0, logBytes)))
  else if (topicName === '/sys' + device + 'thing/event/property/post_reply') {
    // Worth a line only when it is not plain success.
    if (payload.indexOf('"data":{}') < 0 || payload.indexOf('"code":200') < 0)
      log('W thing post_reply ' + quote(payload.substr(0, logBytes)))
  } else ignored++
}

/** The next PUBLISH packet that is owed, '' when none is: the replies first. */
export function nextPublish(): Bytes {
  // From memory: 9 JsVars save 12 reads of flash a set.
  'ram'
  if (!owed) return newsDue ? nextNews() : ''
  const end = owed.indexOf('\n')
  const note = owed.substr(0, end)
  owed = owed.substr(end + 1)
  // Literals of less than 20 bytes: in memory the engine looks for room in one piece for longer ones, a tenth of a set.
  return encodePacket(
    '0',
    replyHead +
      (note[0] === '{' ? note : '{"id":' + (note > '#' ? '"' + note + '"' : note) + ',"code":200') +
      ',"data":{}}',
  )
}

/** The next that is no reply: the state, then once the greeting. */
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
