import { bootRows } from './boot-rows.ts'
import { bytesRows } from './bytes-rows.ts'
import type { Context } from './context.ts'
import { memoryRows } from './memory-rows.ts'
import type { Row, Letter } from './row.ts'
import { signingRows } from './signing-rows.ts'
import { sizeRows } from './size-rows.ts'
import { speedRows } from './speed-rows.ts'

interface Measure {
  readonly what: string
  readonly run: (context: Context) => Promise<Row[]>
}

/** All measures, in the order of the report. */
export const measures = {
  a: { what: 'inbound PUBLISH to callback, whole chunks and re-chunked', run: (context) => speedRows(context, 'a') },
  b: { what: 'the whole job: set, pin, set_reply, property post', run: (context) => speedRows(context, 'b') },
  c: { what: 'JsVars once ready, and their peak in a burst of 100 sets', run: memoryRows },
  d: { what: 'sets of 200, 1,900 and 20,000 bytes', run: sizeRows },
  e: { what: 'signing: native hash, our own, the hmac module', run: signingRows },
  f: { what: 'boot to ready', run: bootRows },
  g: { what: 'bytes, minified and pretokenised', run: bytesRows },
} satisfies Record<Letter, Measure>
