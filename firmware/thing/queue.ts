import { thingTopic } from '../identity/topics.ts'
import { log } from '../log.ts'
import { encodePacket, encodeString } from '../mqtt/packet.ts'
import { placeOf } from '../platform/espruino.ts'
import { appendToQueue, erasesOfQueue, openQueue, queueFile } from '../platform/espruino/queue-journal.ts'
import type { Bytes } from '../platform/platform.ts'
import { parsed, quote, toJson } from '../text.ts'
import { count, nextCount } from './count.ts'
import { news, owe } from './outbox.ts'
import { encodeEntries, encoded, entryBytes, isForGood } from './queue-batch.ts'
import { hearReplies } from './request.ts'
import { awaitReply, isFull, type Reply } from './requests.ts'
import { timeMs, uptimeS } from './time.ts'
import { wake, wantFilter } from './to-link.ts'

/** The bounds of the queue, and whether it outlives a reboot. */
export interface QueueOptions {
  /** How many entries wait at the most; 50 unless said otherwise. */
  readonly most?: number
  /** How many bytes they have at the most: of names, of values as JSON, and 18 more each; 2,048 unless said otherwise. */
  readonly bytes?: number
  /** Whether they are kept in flash, half a page of it at the most (2,048 bytes on all boards). */
  readonly saved?: boolean
}

/** The topic of batches below /sys/{productKey}/{deviceName}/thing/ (help.aliyun.com/document_detail/89301). */
const tail = 'event/property/batch/post'
/** A batch without a reply after so long goes again, ms: later than `awaitReply` waits. */
const againMs = 12_000
/** So long after the end of its session, or a code that may pass. */
const pauseMs = 5_000
/** So many seconds of a link that is ready entries without a time wait for somebody to tell it. */
let clockWaitS = 5

/**
 * What waits, the oldest first. An entry is a text: `p` (property) or `e` (event); its time, ms since 1970, or `u` and the
 * uptime, ms, or nothing; its name in quotes; a tab; its value, JSON. 30 usual entries take a third of what objects would.
 */
let entries: Bytes[] = []
/** So many of them, the first ones, are on their way in a batch, or were and go again. */
let flying = 0
/** So many of them go one by one, because a batch of them was refused. */
let alone = 0
/** Id of the batch that is on its way. */
let batch: number
/** How many replies are awaited: more than one where a batch went again before its time was over. */
let awaited = 0
/** Runs while a batch is on its way, or the next one must wait. */
let timer: number | undefined
let last = 0
let dropped = 0
let most = 50
let bytes = 2048
/** How many bytes flash has room for. */
let room = 0
/** Undefined, and all that depends on it gone from the script, without `queueOptions`. */
let isSaved: true | undefined

/**
 * Queues values of properties: each is an entry of its own, with the time of the call, and none is left out, unlike those of
 * `postProps`. They are posted in batches as soon as the link lets them (docs/platform-features.md). What is not JSON, or longer
 * than 1,024 bytes, is not queued, and named in the log. @seldom
 */
export function queueProps(params: { readonly [name: string]: unknown }): void {
  for (const name in params) add('p', name, params[name])
}

/** Queues an event with its output parameters, as `queueProps` does a value. @seldom */
export function queueEvent(identifier: string, params?: object): void {
  add('e', identifier, params || {})
}

/** Sets the bounds of the queue; what exceeds them is dropped, the oldest first. With `saved` it is kept in flash from now on. @seldom */
export function queueOptions(options: QueueOptions): void {
  if (options.saved && !isSaved) openSaved()
  most = options.most || most
  bytes = options.bytes || bytes
  if (room && bytes > room) bytes = room
  makeRoom(0)
  more()
}

/** Adds an entry. @seldom */
function add(kind: Bytes, name: string, value: unknown): void {
  const json = typeof value === 'function' || value === undefined ? 'null' : toJson(value)
  date()
  // The same time twice might be one value to the platform. A clock that was set back is taken as it is.
  let now = timeMs() || Math.round(uptimeS() * 1000)
  if (now <= last && now > last - 1000) now = last + 1
  last = now
  const entry = kind + (timeMs() ? '' : 'u') + now + quote(name) + '\t' + json
  const isLong = entry.length > entryBytes || entry.length >= bytes
  // The engine writes null for what is no number, and what it cannot read itself for an object inside itself.
  if (isLong || json === 'null' || parsed('[' + json + ']') === undefined)
    log('W app ' + quote(name.substr(0, 60)) + ' not queued: ' + (isLong ? 'too long' : 'no value'))
  else if (makeRoom(entry.length + 1)) {
    entries.push(entry)
    record(entry)
    more()
  }
}

/** Drops entries, the oldest that is not on its way first, until there is room. Returns false when there cannot be. @seldom */
function makeRoom(size: number): boolean {
  let held = size
  for (let at = 0; at < entries.length; at++) held += entries[at]!.length + 1
  while (entries.length + (size ? 1 : 0) > most || held > bytes) {
    if (!dropped++) board.after(logDroppedEntries, 1000)
    if (entries.length <= flying) return false
    held -= entries[flying]!.length + 1
    take(flying, 1)
  }
  return true
}

/** @seldom */
function logDroppedEntries(): void {
  log('W thing ' + dropped + ' queued entries dropped, the oldest')
  dropped = 0
}

/** Takes entries out of the queue. @seldom */
function take(at: number, number: number): void {
  entries.splice(at, number)
  record('-' + at + ',' + number)
}

/** Records in flash what has happened to the queue: an entry; `-`, what was taken; `=`, when the clock was known. @seldom */
function record(text: Bytes): void {
  if (isSaved && !appendToQueue(text, entries)) logNotSaved()
}

/** @seldom */
function logNotSaved(): void {
  log('W thing queue not saved: no room in Storage')
}

/** Gives the entries that have only an uptime their time, `aheadMs` more, or none where it is ''. Returns whether there were any. @seldom */
function restamp(aheadMs: number | ''): boolean {
  let found = false
  for (let at = 0; at < entries.length; at++) {
    const entry = entries[at]!
    if (entry[1] !== 'u') continue
    found = true
    const end = entry.indexOf('"')
    entries[at] = entry[0]! + (aheadMs === '' ? '' : aheadMs + +entry.substring(2, end)) + entry.substr(end)
  }
  return found
}

/** Gives entries their time once it is known. @seldom */
function date(): void {
  const now = timeMs()
  const aheadMs = now - Math.round(uptimeS() * 1000)
  if (!now || !restamp(aheadMs)) return
  last += aheadMs
  record('=' + aheadMs)
}

/** Has a batch posted, unless one is on its way. @seldom */
function more(): void {
  if (timer !== undefined || !entries.length || (news && news.indexOf(postBatch) >= 0)) return
  hearReplies()
  wantFilter('/sys/{}/thing/event/property/+/post_reply')
  owe(postBatch)
  // Later: here `seldom` runs already, whose functions would be in memory a second time. And what is queued next comes along.
  board.after(wake, 0)
}

/** Returns the PUBLISH of a batch, when the link has room for it. */
function postBatch(): Bytes {
  return encodeBatch()
}

/** @seldom */
function encodeBatch(): Bytes {
  if (timer !== undefined || !entries.length) return ''
  date()
  // Whatever becomes of this batch: memory may run out on the way.
  if (!timeMs() && clockWaitS > 0 && entries.some((entry) => entry[1] === 'u')) {
    clockWaitS--
    timer = board.after(again, 1000)
    return ''
  }
  // Nobody would hear its reply, and it would go again.
  if (isFull()) {
    timer = board.after(again, 1000)
    return ''
  }
  timer = board.after(again, againMs)
  if (restamp('')) record('=')
  batch = nextCount()
  const head = encodeString(thingTopic(tail)) + '{"id":"' + batch + '","version":"1.0","params":'
  const text = encodeEntries(head, entries, flying || (alone ? 1 : 0))
  flying = encoded
  awaited++
  awaitReply(count, [onBatchReply])
  return encodePacket('0', text + ',"method":"thing.event.property.batch.post"}')
}

/** The time for a reply is over. @seldom */
function again(): void {
  timer = undefined
  more()
}

/** @seldom */
function onBatchReply({ id, code }: Reply): void {
  const isRefused = isForGood(code)
  awaited--
  if (id === '' + batch && flying && (isRefused || code === 200)) {
    if (timer !== undefined) board.cancel(timer)
    timer = undefined
    const number = flying
    flying = 0
    if (isRefused && number > 1) alone = number
    else {
      if (isRefused) log('W thing queued entry dropped, refused with ' + code + ': ' + quote(entries[0]!.substr(0, 60)))
      take(0, number)
      if (alone) alone--
    }
    more()
  } else if (!awaited && flying) {
    if (timer !== undefined) board.cancel(timer)
    timer = board.after(again, pauseMs)
  }
}

/** Opens the queue in flash: what it holds goes before what is queued already. @seldom */
function openSaved(): void {
  const before = entries
  entries = []
  room = openQueue(/*@__INLINE__*/ placeOf(queueFile), (text) => {
    const rest = text.substr(1)
    const at = rest.indexOf(',')
    if (text[0] === '-') entries.splice(+rest.substr(0, at), +rest.substr(at + 1))
    else if (text[0] === '=') restamp(+rest || '')
    // Put together anew: what was read lies in flash, and is erased there some day.
    else if (rest.indexOf('\t') > 0) entries.push(text[0]! + rest)
  })
  if (!room) logNotSaved()
  else {
    isSaved = true
    log('I thing queue ' + entries.length + ' entries, ' + erasesOfQueue() + ' erases')
    // Nobody knows when an uptime of before the reboot was.
    if (restamp('')) record('=')
  }
  flying = 0
  for (let at = 0; at < before.length; at++) {
    entries.push(before[at]!)
    record(before[at]!)
  }
}
