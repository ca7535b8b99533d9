import { log } from '../log.ts'
import { placeOf } from '../platform/espruino.ts'
import type { Bytes } from '../platform/platform.ts'
import { parsed } from '../text.ts'
import { appendRecord, openJournal } from '../platform/espruino/journal.ts'

/** The file in Storage that holds the journal. */
export const keptFile = 'switches'
/**
 * Flash wears, so there is at most one save in 5 s: 6 ticks of a second, because the first one may be partial. The newest
 * text is saved.
 */
const saveEveryTicks = 6

/** Values by name. */
export interface Kept {
  readonly [name: string]: unknown
}

/** The text that is to be saved, undefined when it is. */
let wanted: Bytes | undefined
/** The last record of the journal. */
let saved: Bytes
/** Ticks until the next save is allowed; 0 when it is allowed now. */
let restTicks = 0

/** See device.ts. @seldom */
export function kept(): Kept {
  saved = /*@__INLINE__*/ openJournal(keptFile, /*@__INLINE__*/ placeOf(keptFile))
  return (parsed('{' + saved + '}') || {}) as Kept
}

/** See device.ts. @seldom */
export function keep(json: Bytes): void {
  // Without its braces, as the switches' states were saved before there were others.
  wanted = json.slice(1, -1)
  if (!restTicks) saveKept()
}

/** Saves what is to be saved, if it differs from the last save. Also called before a reboot. @seldom */
export function saveKept(): void {
  restTicks = 0
  if (wanted === undefined || wanted === saved) return
  saved = wanted
  restTicks = saveEveryTicks
  if (!appendRecord(saved)) log('W keep not saved: no room in Storage, npm run flash')
}

/** Called every second. */
export function onKeepSecond(): void {
  if (restTicks && !--restTicks) saveKept()
}
