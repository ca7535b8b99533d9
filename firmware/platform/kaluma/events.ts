import type { Bytes } from '../platform.ts'
import { after } from './timers.ts'

type Listener = (...values: Bytes[]) => void
const listeners: { [event: string]: Listener[] } = {}

/** As E.on. */
export function on(event: string, listener: Listener): void {
  listeners['"' + event] = (listeners['"' + event] || []).concat([listener])
}

/** As E.emit: each listener runs later, and what it throws ends no other. */
export function emit(event: string, ...values: Bytes[]): void {
  ;(listeners['"' + event] || []).forEach((listener) => after(() => listener(...values)))
}
