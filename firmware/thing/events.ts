import type { Bytes } from '../platform/platform.ts'

/** Undefined, and all that depends on it gone from the script, where the application listens to nothing. */
let heard: true | undefined

/** See device.ts. */
export function on(event: string, listener: (...values: Bytes[]) => void): void {
  heard = true
  board.on(event, listener)
}

/** Calls the listeners of an event later, when what runs now has ended: what they throw ends nothing else. */
export function emit(event: string, first?: Bytes, second?: Bytes): void {
  if (heard) board.emit(event, first!, second!)
}
