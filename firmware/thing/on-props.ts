import type { Bytes } from '../platform/platform.ts'
import type { Message, Params } from './alink.ts'
import { handleWhole, tellTaken } from './sets.ts'

/** See `onProps` in device.ts. */
export type SetHandler = (message: Message) => unknown

/** Asked in this order. */
const handlers: SetHandler[] = []

/** See device.ts. */
export function onProps(handler: SetHandler): void {
  handlers.push(handler)
  handleWhole(askHandlers)
}

/** See `AskAll`. */
function askHandlers(message: Message, params: Params, names: string[]): Bytes {
  let refusal = ''
  message.params = params
  for (let at = 0; at < handlers.length; at++) {
    const result = handlers[at]!(message)
    if (typeof result === 'string') refusal += result
    const isList = typeof result === 'object' && result
    for (let left = names.length; left--;) {
      const name = names.shift()!
      if (isList && (result as string[]).indexOf(name) < 0) names.push(name)
      else if (tellTaken && typeof result !== 'string') tellTaken(name, params[name])
    }
  }
  return refusal
}
