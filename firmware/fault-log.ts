import { log } from './log.ts'
import { meaningOf } from './mqtt/packet.ts'
import type { Bytes, Fault } from './platform.ts'

/** A fault's word, to be printed: the build puts a letter in its place everywhere else. @seldom */
function wordOf(fault: Fault): string {
  return fault
}

/**
 * The line that tells how an attempt ended. `returnCode`: CONNACK's; `filter`: what the server must take; `waitMs`: until
 * the next attempt. @seldom
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
  log('W mqtt ' + wordOf(fault) + detail + ', retry in ' + seconds + ' s (attempt ' + attempt + ')')
}
