import { device } from '../identity/topics.ts'
import { hearLog } from '../log.ts'
import type { Bytes } from '../platform/platform.ts'
import { quote } from '../text.ts'
import { messageOf } from './alink.ts'
import { onArrival } from './arrivals.ts'
import { on } from './events.ts'
import { request } from './request.ts'
import type { Reply } from './requests.ts'
import { timeMs, uptimeS } from './time.ts'
import { isReady, wantFilter } from './to-link.ts'
import { utcOf } from './utc.ts'

/** So much of a line is kept; so many lines go out in one message, and none behind so many bytes of it. */
const lineBytes = 240
const linesAtOnce = 5
const messageBytes = 640
/** How long lines gather before they go out, and how long to wait after no reply, ms. */
const gatherMs = 1000
const waitMs = 60_000

/** Bytes of what `ring` keeps. */
let ringBytes = 512
/** Lines that are not posted yet, the oldest first: each when it was written, ms, a space, the line, a 0. */
let ring = ''
/** So much of it is under way, bytes. */
let sent = 0
/** A timer or a message of ours is under way. */
let isBusy = false
/** The cloud wants the log. */
let isOn = false

/**
 * Posts the device's log to the cloud while it is switched on there. The newest lines wait, up to `keepBytes` bytes of them with
 * their times, 512 if not given. Errors: none; the log's own refusal is logged, not posted
 * (help.aliyun.com/document_detail/159857).
 */
export function postLogs(keepBytes?: number): void {
  if (keepBytes! > 0) ringBytes = keepBytes!
  hearLog(keepLine)
  wantFilter('/sys/{}/thing/config/log/+')
  wantFilter('/sys/{}/thing/log/post_reply')
  onArrival(takePush)
  on('connect', askMode)
  if (isReady()) askMode()
}

/** Asks the cloud whether it wants the log. */
function askMode(): void {
  request('thing/config/log/get', '{"configScope":"device","getType":"content"}', (reply) => {
    if (reply.code === 200) setMode(reply.data)
  })
}

/** The cloud says that it wants the log, or does not any more: {content: {mode}}. @seldom */
function setMode(config: unknown): void {
  const { content } = (config || {}) as { readonly content?: { readonly mode?: unknown } }
  isOn = !!content && content.mode === 1
  postSoon()
}

function takePush(topic: Bytes, payload: Bytes): boolean {
  if (topic !== '/sys' + device + 'thing/config/log/push') return false
  const message = messageOf(payload)
  if (message) setMode(message.params)
  return true
}

/** A line of the log was written. */
function keepLine(text: Bytes): void {
  // Each refusal of a post would bring about the next one.
  if (text.startsWith('W thing log ', 0)) return
  ring += Math.round(uptimeS() * 1000) + ' ' + text.substr(0, lineBytes).split('\0').join(' ') + '\0'
  while (ring.length > ringBytes) {
    const end = ring.indexOf('\0') + 1
    ring = ring.substr(end)
    sent = sent > end ? sent - end : 0
  }
  postSoon()
}

/** Posts what is there, when more has gathered. @seldom */
function postSoon(): void {
  if (!isOn || !ring || isBusy) return
  isBusy = true
  board.after(post, gatherMs)
}

/** Posts the oldest lines. Offline they stay where they are: at the next `connect` all begins anew. */
function post(): void {
  isBusy = false
  if (!isOn || !ring || !isReady()) return
  isBusy = true
  let params = ''
  sent = 0
  for (let count = 0; count < linesAtOnce && sent < ring.length && params.length < messageBytes; count++) {
    const end = ring.indexOf('\0', sent)
    params += (params ? ',' : '[') + entryOf(ring.substring(sent, end))
    sent = end + 1
  }
  request('thing/log/post', params + ']', onPosted)
}

/** Lines that were taken are forgotten. Refused, they wait until the cloud says again that it wants them. */
function onPosted(reply: Reply): void {
  isBusy = false
  if (reply.code === 200) ring = ring.substr(sent)
  else if (reply.code) isOn = false
  sent = 0
  if (reply.code) return postSoon()
  isBusy = true
  board.after(post, waitMs)
}

/** Returns a line of `ring` as the platform wants it. The application's own may be without level and area. @seldom */
function entryOf(line: Bytes): Bytes {
  const at = line.indexOf(' ') + 1
  const letter = line.substr(at, 2)
  const level = letter === 'E ' ? 'ERROR' : letter === 'W ' ? 'WARN' : letter === 'I ' ? 'INFO' : ''
  const areaEnd = level ? line.indexOf(' ', at + 2) : 0
  const now = timeMs()
  // Without the true time it is the board's own, which begins with 1970 when the board is switched on.
  const ms = parseFloat(line) + (now && now - uptimeS() * 1000)
  return (
    '{"utcTime":"' +
    utcOf(ms) +
    '","logLevel":"' +
    (level || 'INFO') +
    '","module":' +
    quote(areaEnd > 0 ? line.substring(at + 2, areaEnd) : 'app') +
    ',"code":"0","logContent":' +
    quote(line.substr(areaEnd > 0 ? areaEnd + 1 : at)) +
    '}'
  )
}
