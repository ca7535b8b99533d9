import './main.ts'
import { setOptions, type DeviceOptions } from './boot/options.ts'
import { configure, type CheckRules } from './boot/section.ts'
import type { Tell } from './boot/check-config.ts'
import { flush, subscribe as addFilter } from './link/link.ts'
import type { Bytes } from './platform/platform.ts'
import { owePublish, type PublishOptions } from './thing/publish.ts'
import { onProps } from './thing/sets.ts'
import { oweState } from './thing/outbox.ts'
import { keepPosted } from './thing/state.ts'

export { asksFor, isFromFile } from './boot/asks-for.ts'
export { keep, kept } from './keep/keep.ts'
export { log } from './log.ts'
export { quote } from './text.ts'
export { configure, onProps, keepPosted }
export type { CheckRules, Tell }

export function on(event: string, listener: (...values: Bytes[]) => void): void {
  board.on(event, listener)
}

export function postState(): void {
  /*@__INLINE__*/ oweState()
  flush()
}

export function publish(topic: string, payload: Bytes, options?: PublishOptions): void {
  owePublish(topic, payload, options || {})
  flush()
}

export function subscribe(topic: string): void {
  addFilter(topic)
}

export function device(options?: DeviceOptions) {
  setOptions(options)
  return { on: on, onProps: onProps, publish: publish, subscribe: subscribe }
}
