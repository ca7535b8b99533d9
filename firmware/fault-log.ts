import { log } from './log.ts'
import { meaningOf } from './mqtt/packet.ts'
import type { Bytes, Fault } from './platform.ts'

/** A fault's word, to be printed: the build puts a letter in its place everywhere else. @seldom */
function wordOf(fault: Fault): string {
  return fault
}

/**
 * The line that tells how an attempt ended. `about`: what was refused, a return code or a topic filter; `waitMs`: until
 * the next attempt. @seldom
 */
export function logFault(fault: Fault, about: Bytes | number, waitMs: number, attempt: number): void {
  let detail = ''
  if (fault === 'connack-refused') detail = ' ' + about + ' ' + meaningOf(+about)
  if (fault === 'suback-refused') detail = ' ' + about
  if (fault === 'identity-stolen') detail = ': another device uses this identity?'
  // No toFixed: it would leave the prototype of numbers behind in memory.
  const tenths = '' + Math.round(waitMs / 100)
  const seconds = tenths.slice(0, -1) + '.' + tenths.substr(-1)
  log('W mqtt ' + wordOf(fault) + detail + ', retry in ' + seconds + ' s (attempt ' + attempt + ')')
}
