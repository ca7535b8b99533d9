import { logBug } from '../app-bug.ts'
import { log } from '../log.ts'
import type { Bytes } from '../platform/platform.ts'
import { encodePost } from './post.ts'

let readState: (() => Bytes) | undefined
/** Truthy when a post of the state is owed: the newest state is posted, and once. */
export let stateDue: unknown
/** The state as last posted, and as last logged, JSON. */
let posted: Bytes
let logged: Bytes

/** See device.ts. */
export function keepPosted(read: () => Bytes): void {
  readState = read
}

/** Owes a post of the state, where the application keeps one posted. */
export function oweState(): void {
  stateDue = readState
}

/** Returns the PUBLISH of the state as it is now; where the application throws, as it was. */
export function postState(): Bytes {
  stateDue = 0
  try {
    posted = readState!()
  } catch (error) {
    logBug(error as Error)
  }
  return encodePost(posted || '{}')
}

/** Called every second: logs what was posted when it is something else. */
export function logState(): void {
  if (posted !== logged) log('I thing ' + posted)
  logged = posted
}
