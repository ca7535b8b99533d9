import { log } from '../log.ts'
import { emit } from '../thing/events.ts'
import { meaningOf } from '../mqtt/packet.ts'
import type { Bytes, Fault } from '../platform/platform.ts'

/** Returns a fault's word for the log: everywhere else the build puts a letter for it (docs/firmware-size.md). @seldom */
function wordOf(fault: Fault): string {
  return fault
}

/**
 * Logs how an attempt ended. `returnCode`: of the last CONNACK; `filter`: the topic filter of the first SUBSCRIBE, which the
 * server may have refused; `waitMs`: time until the next attempt. @seldom
 */
export function logFault(fault: Fault, returnCode: number, filter: Bytes, waitMs: number, attempt: number): void {
  const detail =
    fault === 'connack-refused'
      ? ' ' + returnCode + ' ' + meaningOf(returnCode)
      : fault === 'suback-refused'
        ? ' ' + filter
        : fault === 'identity-stolen'
          ? ': another device uses this identity?'
          : ''
  const seconds = Math.round(waitMs / 100) / 10
  const word = wordOf(fault)
  emit('error', word)
  log('W mqtt ' + word + detail + ', retry in ' + seconds + ' s (attempt ' + attempt + ')')
}
