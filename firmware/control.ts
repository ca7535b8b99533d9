import {
  idText,
  isShallow,
  postPayload,
  replyNote,
  replyPayload,
  shallowBytes,
  paramsOf,
  parseMessage,
} from './aliyun/thing.ts'
import { encodePacket, encodePublish, encodePublish1, encodeString } from './mqtt/packet.ts'
import { board, type Bytes } from './platform.ts'
import { quote } from './text.ts'
import { saveSwitches, setSwitches, switchValues } from './switch.ts'

/** Of what comes from outside, this much reaches the log. */
const logBytes = 60

/** `/{productKey}/{deviceName}/` */
let device: Bytes
/** The set_reply's topic as it stands in a PUBLISH, length and all: 8 JsVars that save a tenth of a set's time. */
let replyHead: Bytes
let ignored = 0
/** The state was set, or the link is new: a property post is owed. Posts coalesce: the newest state is all there is. */
let postIsDue = false
let postId = 0
let greeted = false
let reported: Bytes = ''
let quiet = false

/** Says whose topics these are. */
export function startControl(productKey: Bytes, deviceName: Bytes): void {
  device = '/' + productKey + '/' + deviceName + '/'
  replyHead = encodeString(topicFilter(false) + '_reply')
}

/** What to subscribe: first the property set, which the link cannot do without; then user/get, which many products lack. */
export function topicFilter(second: boolean): Bytes {
  return second ? device + 'user/get' : '/sys' + device + 'thing/service/property/set'
}

/** The link tells: it is ready, a second has passed, the board will reboot. `posted`: a post was made. */
export function notice(what: 'ready' | 'second' | 'reboot' | 'posted'): void {
  if (what === 'reboot') return saveSwitches()
  // Whatever was said before: the state is posted.
  if (what === 'ready') postIsDue = true
  if (what === 'second') {
    quiet = false
    if (ignored) board.log('W thing', ignored + ' messages ignored')
    ignored = 0
  }
  // One line a change, but at most one a second: a burst of sets must not wait for the console.
  const values = switchValues(false)
  if (quiet || values === reported) return
  quiet = true
  reported = values
  board.log('I switch', values.split('"').join(''))
}

/**
 * A property set arrived: acts on it. Answers the note of the reply that is owed, '' when there is no id to reply to:
 * then it was no property set, and nothing was done.
 */
export function onSet(payload: Bytes): Bytes {
  try {
    if (payload.length <= shallowBytes || isShallow(payload)) {
      const message = /*@__INLINE__*/ parseMessage(payload)
      const id = message ? message.id : undefined
      // Documented ids are decimal strings: those need no look at each character.
      const text = '' + +id! === id ? '"' + id + '"' : /*@__INLINE__*/ idText(id)
      if (text) {
        postIsDue = true
        const wrong = setSwitches(/*@__INLINE__*/ paramsOf(message!))
        return wrong ? /*@__INLINE__*/ replyNote(text, wrong) : text
      }
    }
  } catch (error) {
    // Not JSON: counted below, like all that is not for us.
  }
  ignored++
  return ''
}

/** Any other PUBLISH arrived: logs what is meant for people, counts the rest. */
export function onOther(topicName: Bytes, payload: Bytes): void {
  if (topicName === topicFilter(true)) board.log('I user', 'get ' + quote(payload.substr(0, logBytes)))
  else if (topicName === '/sys' + device + 'thing/event/property/post_reply') {
    // Worth a line only when it is not plain success.
    if (payload.indexOf('"data":{}') < 0 || payload.indexOf('"code":200') < 0)
      board.log('W thing', 'post_reply ' + quote(payload.substr(0, logBytes)))
  } else ignored++
}

/** The set_reply packet for a note that onSet answered. */
export function reply(note: Bytes): Bytes {
  return encodePacket('0', replyHead + /*@__INLINE__*/ replyPayload(note))
}

/** The next PUBLISH packet that is owed besides replies, '' when none is: the state, then once the greeting. */
export function nextPublish(): Bytes {
  if (postIsDue) {
    postIsDue = false
    notice('posted')
    return encodePublish(
      '/sys' + device + 'thing/event/property/post',
      /*@__INLINE__*/ postPayload(++postId, switchValues(false)),
    )
  }
  if (greeted) return ''
  greeted = true
  return /*@__INLINE__*/ encodePublish1(device + 'user/update', '\0\x03', 'hi!')
}
