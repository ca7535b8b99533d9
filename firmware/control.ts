import { idText, parseMessage, postPayload, replyNote, replyPayload } from './aliyun/thing.ts'
import { encodePublish } from './mqtt/packet.ts'
import { board, type Bytes } from './platform.ts'
import { saveSwitches, setSwitches, switchValues } from './switch.ts'

/** Replies that may wait at a time, bytes of notes: 200 usual ones. The oldest is dropped for the newest. */
const owedBytes = 3072
/** Of what comes from outside, this much reaches the log. */
const logBytes = 60

/** `/{productKey}/{deviceName}/` */
let device: Bytes
/** Notes of replies that are owed, each followed by a line feed. */
let owed: Bytes = ''
/** Replies dropped and messages ignored since the last report. */
let dropped = 0
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
}

/** What to subscribe: first the property set, which the link cannot do without; then user/get, which many products lack. */
export function topicFilter(second: boolean): Bytes {
  return second ? device + 'user/get' : '/sys' + device + 'thing/service/property/set'
}

/** The link tells: it is ready, a second has passed, the board will reboot. `posted`: a post was made. */
export function notice(what: 'ready' | 'second' | 'reboot' | 'posted'): void {
  if (what === 'reboot') return saveSwitches()
  if (what === 'ready') {
    // Whatever was said before: the state is posted.
    postIsDue = true
    return
  }
  if (what === 'second') {
    quiet = false
    if (dropped) board.log('W thing', dropped + ' replies dropped: more owed than the link carries')
    if (ignored) board.log('W thing', ignored + ' messages ignored')
    dropped = ignored = 0
  }
  // One line a change, but at most one a second: a burst of sets must not wait for the console.
  const values = switchValues(false)
  if (quiet || values === reported) return
  quiet = true
  reported = values
  board.log('I switch', values.split('"').join(''))
}

/** A PUBLISH arrived: acts on a property set, logs what is meant for people, counts the rest. */
export function deliver(topicName: Bytes, payload: Bytes): void {
  if (topicName === topicFilter(false)) {
    const message = parseMessage(payload)
    const id = message ? /*@__INLINE__*/ idText(message.id) : ''
    if (!id || id.length > owedBytes) {
      ignored++
      return
    }
    owed += /*@__INLINE__*/ replyNote(id, setSwitches(message!.params)) + '\n'
    while (owed.length > owedBytes) {
      owed = owed.substr(owed.indexOf('\n') + 1)
      dropped++
    }
    postIsDue = true
  } else if (topicName === topicFilter(true)) board.log('I user', 'get ' + payload.substr(0, logBytes))
  else if (topicName === '/sys' + device + 'thing/event/property/post_reply') {
    // Worth a line only when it is not plain success.
    if (payload.indexOf('"data":{}') < 0 || payload.indexOf('"code":200') < 0) board.log('W thing', payload.substr(0, logBytes))
  } else ignored++
}

/** The next PUBLISH that is owed, '' when none is: replies first, then the state, then the greeting. */
export function nextPublish(): Bytes {
  if (owed) {
    const end = owed.indexOf('\n')
    const note = owed.substr(0, end)
    owed = owed.substr(end + 1)
    return encodePublish(topicFilter(false) + '_reply', /*@__INLINE__*/ replyPayload(note), '')
  }
  if (postIsDue) {
    postIsDue = false
    notice('posted')
    return encodePublish('/sys' + device + 'thing/event/property/post', /*@__INLINE__*/ postPayload(++postId, switchValues(false)), '')
  }
  if (greeted) return ''
  greeted = true
  return encodePublish(device + 'user/update', 'hi!', '\0\x03')
}
