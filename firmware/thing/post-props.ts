import { log } from '../log.ts'
import type { Bytes } from '../platform/platform.ts'
import { parsed, quote, toJson } from '../text.ts'
import { count } from './count.ts'
import { news, owe } from './outbox.ts'
import { encodePost } from './post.ts'
import { awaitReply, settle, type Callback } from './requests.ts'

/** Length of the JSON of all that may wait to be posted, bytes. */
const waitingBytes = 2048
/** So many callbacks may wait with it. */
const callbacksMax = 8

/** What is to be posted, JSON by property name: of each property the newest value. */
let waiting: { [name: string]: Bytes } = {}
let callbacks: Callback[] = []

/** See device.ts. */
export function oweProps(params: { readonly [name: string]: unknown }, callback?: Callback): void {
  const taken = Object.keys(params).filter((name) => addProp(name, params[name]))
  if (callback) {
    if (taken.length && callbacks.length < callbacksMax) callbacks.push(callback)
    else settle([callback], { code: 0, message: taken.length ? 'no-reply' : 'not posted' })
  }
  if (taken.length && !(news && news.indexOf(postWaiting) >= 0)) owe(postWaiting)
}

/** Adds a property to what is to be posted. Returns false, and says so in the log, where that cannot be. @seldom */
function addProp(name: string, value: unknown): boolean {
  const json = typeof value === 'function' || value === undefined ? 'null' : toJson(value)
  let size = name.length + json.length
  for (const other in waiting) if (other !== name) size += other.length + waiting[other]!.length
  const wrong = size > waitingBytes
  // The engine writes null for what is no number, and what it cannot read itself for an object inside itself.
  if (wrong || json === 'null' || parsed('[' + json + ']') === undefined) {
    log('W app property ' + quote(name.substr(0, 60)) + ' not posted: ' + (wrong ? 'too much waits' : 'no value'))
    return false
  }
  waiting[name] = json
  return true
}

/** Returns the PUBLISH of what waits. */
function postWaiting(): Bytes {
  let params = ''
  for (const name in waiting) params += (params ? ',' : '{') + quote(name) + ':' + waiting[name]
  waiting = {}
  const packet = encodePost(params + '}')
  if (callbacks.length) awaitReply(count, callbacks)
  callbacks = []
  return packet
}
