import { setKeepAliveS } from '../identity/destination.ts'
import { log, setLogLevel } from '../log.ts'
import type { Bytes } from '../platform/platform.ts'
import { parsed, quote, toJson } from '../text.ts'
import { messageOf, textOf } from './alink.ts'
import { askConfig, onConfigPush } from './config-push.ts'
import { contentMax, download } from './download.ts'
import { on } from './events.ts'
import { isReady, setRebootAfterS } from './to-link.ts'

/** What of section `link` of device.json is otherwise; a key that is missing stands as it is there. */
interface Settings {
  readonly keepAliveS?: number
  readonly rebootAfterMin?: number
  readonly logLevel?: 'E' | 'W' | 'I'
}

/** How a configuration is described, of any type: its id and checksum, its size, where it is. */
interface Described {
  readonly [key: string]: unknown
}

/** The section of the configuration that is the firmware's; all others are the application's. */
const section = 'link'
const none = '{}'
/** So many attempts in a row may fail, at CONNECT or after it, before new settings are taken back. */
const attemptsMax = 3
/** So often a file is asked for in vain; then not until there is another. */
const downloadsMax = 3
/** By so much of its id and of its checksum a configuration is known again, from their ends. */
const idBytes = 24
const signBytes = 16
/** So much of what is wrong reaches the log, bytes. */
const logBytes = 60

let isFollowing: true | undefined
/** Settings, JSON: those in force, and those from before until a `connect` has confirmed these. */
let inForce = none
let before = none
/** How many faults the new settings are still allowed; 0 when they are confirmed. */
let chances = 0
/** The configuration that was last looked at, taken or not. */
let seen: Bytes
/** The one whose download failed last, and how often. */
let missed: Bytes
let misses = 0
/** A get is on its way. */
let isAsking = false
let isLoading = false
/** What came while another was loading. */
let next: Described | undefined

/**
 * Has the firmware take settings of its own from the product's remote configuration, at each connect and when one is
 * pushed: in a JSON file of at most 2,048 bytes the section `link` with `keepAliveS` (30 to 1200), `rebootAfterMin` (0 to 10080, 0 =
 * never) and `logLevel` (E, W or I). Taken whole or not at all, kept in memory only, and taken back by itself where the link
 * does not come up with them. Nothing else of the firmware can be set so.
 */
export function followSettings(): void {
  if (isFollowing) return
  isFollowing = true
  onConfigPush((message) => consider(message.params))
  on('connect', onConnect)
  on('error', onFault)
}

/** The link is up with the settings in force: they are confirmed. Asks whether there are others. */
function onConnect(): void {
  chances = 0
  if (isAsking) return
  isAsking = true
  askConfig((reply) => {
    isAsking = false
    if (reply.code === 200) consider(reply.data)
  })
}

/**
 * An attempt has failed, or a session has ended. What keeps the board from the server, such as Wi-Fi, says nothing about the
 * settings; only faults from CONNECT on do, which begin with these letters.
 */
function onFault(fault: Bytes): void {
  if (!chances) return
  if (fault === 'connack-refused') chances = 1
  // The first fault is the end of the session in which they came.
  else if (chances <= attemptsMax && fault !== 'write-stalled' && 'cspmui'.indexOf(fault[0]!) < 0) return
  if (--chances) return
  log('W settings taken back, the link did not come up: ' + inForce)
  inForce = before
  use()
}

/** Looks at a configuration unless it was looked at already. @seldom */
function consider(told: unknown): void {
  const file = (typeof told === 'object' && told ? told : {}) as Described
  const key = textOf(file['configId']).slice(-idBytes) + ' ' + textOf(file['sign']).slice(-signBytes)
  if (isLoading) next = file
  else if (key !== seen) load(file, key)
}

/** Fetches a configuration, one at a time. */
function load(file: Described, key: Bytes): void {
  const size = file['configSize']
  if (typeof size === 'number' && size > contentMax) {
    seen = key
    return log('W settings refused: configSize ' + size + ', at most ' + contentMax)
  }
  isLoading = true
  download(textOf(file['url']), (content, wrong) => {
    isLoading = false
    if (wrong) miss(key, wrong)
    else {
      seen = key
      judge(content, file)
    }
    const waiting = next
    next = undefined
    if (waiting) consider(waiting)
  })
}

/** A download has failed: it is tried again at the next connect, but not for ever, since a connect may block. @seldom */
function miss(key: Bytes, wrong: Bytes): void {
  misses = key === missed ? misses + 1 : 1
  missed = key
  if (misses >= downloadsMax) seen = key
  log('W settings not fetched: ' + quote(wrong.substr(0, logBytes)) + (seen === key ? ', given up' : ''))
}

/** Takes the settings of a configuration, all or none. @seldom */
function judge(content: Bytes, file: Described): void {
  const settings: Bytes[] = []
  const wrong = isWhole(content, file) ? wrongIn(content, settings) : 'not what was announced'
  if (wrong) return log('W settings refused: ' + wrong)
  const json = '{' + settings.join() + '}'
  if (json === inForce) return
  log('I settings ' + json)
  if (!chances) before = inForce
  inForce = json
  chances = attemptsMax + (isReady() ? 1 : 0)
  use()
}

/** Whether a file has the size and, where the build can tell, the checksum that were announced. @seldom */
function isWhole(content: Bytes, file: Described): boolean {
  const size = file['configSize']
  if (size !== content.length) return false
  const digest = board.digest
  if (!digest) return true
  const hash = board.text(digest(content))
  const sign = textOf(file['sign'])
  for (let at = 0; at < hash.length; at++)
    if (parseInt(sign.substr(2 * at, 2), 16) !== hash.charCodeAt(at)) return false
  return sign.length === 2 * hash.length
}

/** Adds the settings of a file to a list, as members of a JSON object; returns what is wrong with it, '' for nothing. @seldom */
function wrongIn(content: Bytes, settings: Bytes[]): Bytes {
  const whole = messageOf(content) as Described | undefined
  if (!whole) return 'no JSON object'
  const own = whole[section] === undefined ? {} : (whole[section] as Described | null)
  if (typeof own !== 'object' || !own || toJson(own)[0] === '[') return section + ' is no object'
  const keys = Object.keys(own)
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at]!
    const wrong = wrongWith(key, own[key])
    if (wrong) return section + '.' + quote(key.substr(0, logBytes)).slice(1, -1) + wrong
    settings.push('"' + key + '":' + toJson(own[key]))
  }
  return ''
}

/** Returns what is wrong with a setting, '' for nothing. @seldom */
function wrongWith(key: string, value: unknown): Bytes {
  if (key === 'logLevel') return value === 'E' || value === 'W' || value === 'I' ? '' : ', wanted E, W or I'
  const least = key === 'keepAliveS' ? 30 : 0
  const most = least ? 1200 : key === 'rebootAfterMin' ? 10_080 : -1
  if (most < 0) return ' may not be set'
  const isRight = typeof value === 'number' && value % 1 === 0 && value >= least && value <= most
  return isRight ? '' : ', wanted ' + least + ' to ' + most
}

/**
 * Has the settings in force used: keepAlive from the next CONNECT on, the others at once. Where the link has been lost for longer
 * than the reboot's time already, that begins with the next loss. @seldom
 */
function use(): void {
  const settings = parsed(inForce) as Settings
  setKeepAliveS(settings.keepAliveS)
  setRebootAfterS(settings.rebootAfterMin === undefined ? undefined : settings.rebootAfterMin * 60)
  setLogLevel(settings.logLevel)
}
