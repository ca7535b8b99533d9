import { log } from '../log.ts'
import type { Bytes } from '../platform/platform.ts'

export let readState: (() => Bytes) | undefined
/** The state as last posted, and as last logged, JSON. */
let posted: Bytes
let logged: Bytes

/** See device.ts. */
export function keepPosted(read: () => Bytes): void {
  readState = read
}

/** Returns the state as it is now, JSON. */
export function nextState(): Bytes {
  return (posted = readState!())
}

/** Called every second: logs what was posted when it is something else. */
export function logState(): void {
  if (posted !== logged) log('I thing ' + posted.slice(1, -1).split('"').join(''))
  logged = posted
}
