import { thingTopic } from '../identity/topics.ts'
import { log } from '../log.ts'
import { encodePacket, encodeString } from '../mqtt/packet.ts'
import type { Bytes } from '../platform/platform.ts'
import { postState, stateDue } from './state.ts'

/** Returns a PUBLISH packet; called once there is room for it, so that the newest state is posted. */
export type News = () => Bytes

/** Length up to which `owed` grows, bytes: 270 usual replies. Then the oldest is dropped for the newest. */
const owedBytes = 3072

/** The topic of set_reply as it stands in a PUBLISH, with its length: 8 JsVars that save a tenth of a property set's time. */
let replyHead: Bytes
/**
 * The replies that are owed, one a line: for success the bare id (see `idText`), otherwise the reply's JSON from its `{` on
 * without its end (see `replyTo`). Each line ends with a line feed.
 */
export let owed = ''
/** What else is owed, the oldest first; undefined when there is nothing, which is quicker to see than an empty list. */
export let news: News[] | undefined
let dropped = 0

/** Called once, when the topics are known. */
export function startOutbox(): void {
  replyHead = encodeString(thingTopic('service/property/set_reply'))
}

/** Owes a reply, a line as `owed` has it. */
export function oweReply(line: Bytes): void {
  owed += line + '\n'
  if (owed.length > owedBytes) dropReplies()
}

/** Drops the oldest replies until `owed` is short enough. @seldom */
function dropReplies(): void {
  for (; owed.length > owedBytes; dropped++) owed = owed.substr(owed.indexOf('\n') + 1)
}

/** Owes what is neither a reply nor the state. */
export function owe(item: News): void {
  news = news || []
  news.push(item)
}

/** Returns the oldest of the news. @seldom */
function nextNews(): Bytes {
  const item = news!.shift()!
  if (!news!.length) news = undefined
  return item()
}

/** Counts a message that is not owed, because too many are. */
export function dropOne(): void {
  dropped++
}

/** Called every second: logs how many messages were dropped. */
export function logDropped(): void {
  if (dropped) log('W mqtt ' + dropped + ' messages dropped, too many wait')
  dropped = 0
}

/** Returns the next PUBLISH packet that is owed, replies first; '' when none is. */
export function nextPublish(): Bytes {
  // Runs from memory: 9 JsVars save 12 reads of flash a property set (docs/firmware-size.md).
  'ram'
  if (!owed) return stateDue ? /*@__NOINLINE__*/ postState() : news ? nextNews() : ''
  const end = owed.indexOf('\n')
  const line = owed.substr(0, end)
  owed = owed.substr(end + 1)
  // No literal of 20 bytes or more: in a function that runs from memory the engine would look for contiguous memory for it
  // each time, a tenth of a property set's time.
  // Of all lines only JSON's `{` is above 'z'.
  return encodePacket(
    '0',
    replyHead + (line > 'z' ? line : '{"id":' + (line > '#' ? '"' + line + '"' : line) + ',"code":200') + ',"data":{}}',
  )
}
