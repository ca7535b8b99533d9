import { log } from '../log.ts'
import type { Bytes } from '../platform/platform.ts'
import { quote, toJson } from '../text.ts'
import type { Params } from './alink.ts'
import { on } from './events.ts'
import { request } from './request.ts'
import type { Callback, Reply } from './requests.ts'
import { applySet, onTaken } from './sets.ts'
import { isReady, wantFilter } from './to-link.ts'

/** Versions by property name; a property without one is removed whatever its version is. */
export interface DesiredVersions {
  readonly [name: string]: { readonly version?: number }
}

/** So many names are asked for at once: with numbers their values and versions fit the 2,048 bytes of a message, with small structs its brackets. */
const partMax = 8
/** So long after a set others are waited for before their values are asked for, and after a lost reply, ms. */
const soonMs = 1000
/** So often a session asks again where no reply came. */
const triesMax = 2
/** Of a value so many bytes of JSON, and a sum of all where it has more, say whether it is the one that was taken. */
const markMax = 40
/** Of what was refused so many bytes are logged. */
const refusedMax = 100

/** As they come, which may be anything. */
interface Values {
  readonly [name: string]: { readonly value?: unknown; readonly version?: unknown } | undefined
}
interface Versions {
  [name: string]: { readonly version: number }
}

let followed: readonly string[] | undefined
/** How many of them this session has asked for. */
let asked = 0
let tries = triesMax
/** The names in the request that is open, and from which place of `followed` on, or -1 after a set. No function that waits knows them: it would keep more. */
let open: readonly string[] | undefined
let openFrom = 0
/** What is being removed. */
let versions: Versions
/** A timer runs. */
let isDue: boolean | undefined
/**
 * What is known of a followed property whose desired value was taken and may still be on the platform, by its place in `followed`:
 * the value's JSON since a set brought it, the same behind a space once it is asked for, and `!` with the version once that is known.
 */
let marks: string[] = []
/** What was refused of the values of this session so far, and of those before, as logged. */
let refused = ''
let logged = ''

/**
 * Asks for desired values. The reply's `data` has `{ value, version }` by name; properties without one are missing. A reply of up to
 * 2,048 bytes arrives: ask for many names in parts (help.aliyun.com/document_detail/89301). @seldom
 */
export function getDesired(names: readonly string[], callback?: Callback): void {
  ask('get', names, callback)
}

/** Removes desired values: `{ Lamp: { version: 2 } }` that version and no newer one, `{ Lamp: {} }` any. @seldom */
export function deleteDesired(versions: DesiredVersions, callback?: Callback): void {
  ask('delete', versions, callback)
}

/** Sends a request, whose reply a login without `_ss=1` gets only where it is subscribed to. @seldom */
function ask(verb: Bytes, params: unknown, callback: Callback | undefined): void {
  wantFilter('/sys/{}/thing/property/desired/+')
  request('thing/property/desired/' + verb, toJson(params), callback)
}

/**
 * Has desired values of these properties come true: those that were set while the device was away, once after each `ready`, each
 * as a property set of its own with the id 'desired', in this order. What the application takes is removed from the platform, also
 * after a property set; what it refuses stays there.
 */
export function followDesired(names: readonly string[]): void {
  marks = []
  if (!followed) {
    onTaken(markTaken)
    on('connect', askAnew)
  }
  followed = names
  // Places of before are of other names now.
  openFrom = -1
  askAnew()
}

/** A session begins: everything is asked for. */
function askAnew(): void {
  asked = 0
  tries = triesMax
  refused = ''
  askNext()
}

/** The application took a value of a set: it must not come true again. */
function markTaken(name: string, value: unknown): void {
  const at = followed!.indexOf(name)
  if (at < 0) return
  marks[at] = markOf(value)
  if (!isDue) askSoon()
}

/** Returns what a value is known by. @seldom */
function markOf(value: unknown): string {
  const json = toJson(value)
  if (json.length <= markMax) return json
  let sum = 0
  for (let at = 0; at < json.length; at++) sum = (31 * sum + json.charCodeAt(at)) | 0
  return json.substr(0, markMax) + sum
}

/** Asks later: what comes until then is asked for together. @seldom */
function askSoon(): void {
  if (!isDue) board.after(askDue, soonMs)
  isDue = true
}

function askDue(): void {
  isDue = false
  askNext()
}

/** Asks for the next part of what this session has not asked for yet; then for what was taken since. @seldom */
function askNext(): void {
  if (open || !isReady()) return
  const isFresh = asked < followed!.length
  const names = isFresh ? followed!.slice(asked) : followed!.filter((_name, at) => isPending(marks[at]))
  if (!names.length) return
  open = names.slice(0, partMax)
  openFrom = isFresh ? asked : -1
  open.forEach((name) => {
    const at = followed!.indexOf(name)
    if (isOfSet(marks[at])) marks[at] = ' ' + marks[at]
  })
  getDesired(open, onValues)
}

/** Whether what a set has brought was not asked for yet. All JSON is above '"'. @seldom */
function isOfSet(mark: string | undefined): boolean {
  return !!mark && mark > '"'
}

/** Whether the version of what was taken is not known yet. @seldom */
function isPending(mark: string | undefined): boolean {
  return !!mark && mark[0] !== '!'
}

/** The values came, or did not. */
function onValues(reply: Reply): void {
  const isFresh = openFrom >= 0
  const isAll = open!.length < partMax
  versions = {}
  if (reply.code === 200) open!.forEach((name) => takeValue(name, (reply.data || {}) as Values, isFresh))
  if (reply.code && openFrom === asked) asked += open!.length
  if (isFresh && asked >= followed!.length) logRefused()
  const isMissed = !reply.code && tries-- <= 0
  // What cannot be had in this session, such as values too long for a message, does not keep the others.
  if (isMissed && openFrom === asked) asked += open!.length
  if (isMissed) tries = triesMax
  else if (!reply.code || (!isFresh && !isAll)) askSoon()
  // The next one waits for this.
  if (Object.keys(versions).length) return deleteDesired(versions, onDeleted)
  open = undefined
  if ((reply.code || isMissed) && asked < followed!.length) askNext()
}

/**
 * Looks at the desired value of one property, which acts when it is new and `isFresh`; once it is taken its version goes to
 * `versions`. What a set brought after this was asked for is newer. @seldom
 */
function takeValue(name: string, data: Values, isFresh: boolean): void {
  const at = followed!.indexOf(name)
  if (at < 0) return
  const mark = marks[at]
  const each = data[name]
  if (!each || typeof each !== 'object' || each.value === undefined || typeof each.version !== 'number') {
    if (!isOfSet(mark)) marks[at] = ''
    return
  }
  const json = markOf(each.value)
  const version = '!' + each.version
  if (mark !== json && mark !== ' ' + json && mark !== version) {
    if (isOfSet(mark)) return
    marks[at] = ''
    if (!isFresh) return
    const params: Params = {}
    params[name] = each.value
    const wrong = applySet('desired', params)
    if (refused.length < refusedMax) refused += wrong
    if (wrong) return
  }
  marks[at] = version
  versions[name] = { version: each.version }
}

/** Values were removed, or not: those that were not are known by their versions. */
function onDeleted(reply: Reply): void {
  open = undefined
  if (reply.code === 200)
    followed!.forEach((name, at) => {
      if (versions[name] && marks[at] === '!' + versions[name].version) marks[at] = ''
    })
  if (asked < followed!.length) askNext()
}

/** Logs what this session has refused, unless the last one refused the same. @seldom */
function logRefused(): void {
  if (refused && refused !== logged) log('W thing desired values refused: ' + quote(refused.substr(0, refusedMax)))
  logged = refused
  refused = ''
}
