import type { GivenEngine } from '../engine/engines.ts'
import { present, type Context } from './context.ts'
import type { Row } from './row.ts'
import { sendLarge, type LargeOutcome } from './sizes.ts'
import { speedOfTasks, type Task } from './speed-rows.ts'
import { spreadOf, type Spread } from './stats.ts'

const largeBytes = 20_000
const largeCount = 20

/** Within the firmware's budget: the whole job. */
const tasks: readonly Task[] = (
  [
    [200, 400],
    [1900, 120],
  ] as const
).map(([payloadBytes, count]) => ({
  what: `sets of ${payloadBytes.toLocaleString('en')} bytes to pin, reply and post`,
  by: ['ours', 'mqttjs'],
  count,
  chunking: 'whole',
  end: 'job',
  set: { payloadBytes },
}))

/** (d) */
export async function sizeRows(context: Context): Promise<Row[]> {
  const rows: Row[] = []
  for (const engine of context.engines) {
    rows.push(...(await speedOfTasks(context, engine, 'd', tasks)), ...(await largeRows(context, engine)))
  }
  return rows
}

async function largeRows(context: Context, engine: GivenEngine): Promise<Row[]> {
  const outcomes: Record<string, LargeOutcome[]> = {}
  for (let round = 1; round <= context.rounds; round++) {
    for (const one of present(context, ['ours', 'mqttjs'])) {
      context.progress(`d ${engine.name}: 20,000 bytes, round ${round} of ${context.rounds}, ${one.name}`)
      const list = (outcomes[one.name] ??= [])
      // A program that died once dies again, and waiting for it takes long.
      if (list.some(({ perCpuSecond }) => perCpuSecond === undefined)) continue
      list.push(await sendLarge(one, engine, largeBytes, largeCount))
    }
  }
  const row = { measure: 'd', engine: engine.name } as const
  const what = `${largeCount} messages of 20,000 bytes`
  const values = (pick: (list: readonly LargeOutcome[]) => Spread | string): Row['values'] =>
    Object.fromEntries(Object.entries(outcomes).map(([name, list]) => [name, pick(list)]))
  return [
    {
      ...row,
      what: `${what}, skipped or handled`,
      unit: 'messages/s of CPU time',
      better: 'more',
      values: values(rate),
    },
    { ...row, what: `${what}, answered`, unit: 'messages', better: 'more', values: values(answered) },
    { ...row, what: `${what}, growth of the heap`, unit: 'JsVars', better: 'less', values: values(growth) },
  ]
}

function rate(list: readonly LargeOutcome[]): Spread | string {
  const rates = list.flatMap(({ perCpuSecond }) => perCpuSecond ?? [])
  return rates.length < list.length ? 'dead: not heard of again' : spreadOf(rates)
}

const answered = (list: readonly LargeOutcome[]): Spread => spreadOf(list.map((one) => one.answered))

function growth(list: readonly LargeOutcome[]): Spread | string {
  const grown = list.map((one) => one.growth)
  return grown.some(Number.isNaN) ? 'dead: does not answer' : spreadOf(grown)
}
