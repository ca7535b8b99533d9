import type { Bytes } from '../platform/platform.ts'
import type { Message, Params } from './alink.ts'
import { askEach, handleWhole } from './sets.ts'

/** See `onProps` in device.ts. */
export type SetHandler = (message: Message) => unknown

/** Asked in this order. */
const handlers: SetHandler[] = []

/** See device.ts. */
export function onProps(handler: SetHandler): void {
  handlers.push(handler)
  handleWhole(askHandlers)
}

/** Has the handlers act on a property set. Returns what was wrong, '' when nothing was. */
function askHandlers(message: Message, params: Params, names: string[]): Bytes {
  let refusal = ''
  message.params = params
  for (let at = 0; at < handlers.length; at++) {
    const result = handlers[at]!(message)
    if (typeof result === 'string') refusal += result
    names = typeof result === 'object' && result ? without(names, result as string[]) : []
  }
  return names.length ? refusal + askEach(params, names) : refusal
}

/** Returns the names that are not in `taken`. @seldom */
function without(names: string[], taken: string[]): string[] {
  return names.filter((name) => taken.indexOf(name) < 0)
}
