import { idText, parseMessage, postPayload, replyNote, replyPayload } from './aliyun/thing.ts'
import { encodePublish } from './mqtt/packet.ts'
import type { Bytes, Log } from './platform.ts'
import { setSwitches, switchValues } from './switch.ts'

/** Replies that may wait at a time, bytes of notes: 200 usual ones. The oldest is dropped for the newest. */
const owedBytes = 3072
/** Of what comes from outside, this much reaches the log. */
const logBytes = 60

let log: Log
/** `/sys/{productKey}/{deviceName}/thing/` */
let thingTopic: Bytes
/** `/{productKey}/{deviceName}/user/` */
let userTopic: Bytes
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
export function startControl(theLog: Log, productKey: Bytes, deviceName: Bytes): void {
  log = theLog
  userTopic = '/' + productKey + '/' + deviceName + '/'
  thingTopic = '/sys' + userTopic + 'thing/'
  userTopic += 'user/'
}

/** What to subscribe: 1, the property set, which the link cannot do without; 2, user/get, which many products lack. */
export function topicFilter(packetId: number): Bytes {
  return packetId === 1 ? thingTopic + 'service/property/set' : userTopic + 'get'
}

/** One line a change, but at most one a second: a burst of sets must not wait for the console. */
function report(): void {
  const values = switchValues(false)
  if (quiet || values === reported) return
  quiet = true
  reported = values
  log('I switch', values)
}

/** Once a second: what was held back from the log. */
export function reportControl(): void {
  quiet = false
  report()
  if (dropped) log('W thing', dropped + ' replies dropped: more owed than the link carries')
  if (ignored) log('W thing', ignored + ' messages ignored')
  dropped = ignored = 0
}

/** The link is ready: the state is posted, whatever was said before. */
export function controlReady(): void {
  postIsDue = true
}

function onSet(payload: Bytes): void {
  const message = parseMessage(payload)
  const id = message ? idText(message.id) : ''
  if (!id || id.length > owedBytes) {
    ignored++
    return
  }
  owed += replyNote(id, setSwitches(message!.params)) + '\n'
  while (owed.length > owedBytes) {
    owed = owed.substr(owed.indexOf('\n') + 1)
    dropped++
  }
  postIsDue = true
}

/** A PUBLISH arrived: acts on a property set, logs what is meant for people, counts the rest. */
export function onMessage(topicName: Bytes, payload: Bytes): void {
  if (topicName === thingTopic + 'service/property/set') onSet(payload)
  else if (topicName === userTopic + 'get') log('I user', 'get ' + payload.substr(0, logBytes))
  else if (topicName.substr(0, thingTopic.length + 6) === thingTopic + 'event/') {
    // The post's reply: worth a line only when it is not plain success.
    if (payload.indexOf('"data":{}') < 0 || payload.indexOf('"code":200') < 0) log('W thing', payload.substr(0, logBytes))
  } else ignored++
}

/** The next PUBLISH that is owed, '' when none is: replies first, then the state, then the greeting. */
export function nextMessage(): Bytes {
  if (owed) {
    const end = owed.indexOf('\n')
    const note = owed.substr(0, end)
    owed = owed.substr(end + 1)
    return encodePublish(thingTopic + 'service/property/set_reply', replyPayload(note))
  }
  if (postIsDue) {
    postIsDue = false
    report()
    return encodePublish(thingTopic + 'event/property/post', postPayload(++postId, switchValues(false)))
  }
  if (greeted) return ''
  greeted = true
  return encodePublish(userTopic + 'update', 'hi!', 3)
}
