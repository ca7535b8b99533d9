import type { Context } from './context.ts'
import { memoryRows } from './memory-rows.ts'
import type { Row } from './row.ts'
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
} satisfies Partial<Record<string, Measure>>
