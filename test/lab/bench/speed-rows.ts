import type { GivenEngine } from '../engine/engines.ts'
import { present, type Context } from './context.ts'
import type { ContestantName } from './contestant.ts'
import { handledRow } from './handled-row.ts'
import { limitRow, pieceRow } from './piece-rows.ts'
import type { Letter, Row } from './row.ts'
import { checkBursts, runBursts, type Burst, type Rate } from './speed.ts'
import { spreadOf } from './stats.ts'

/** A burst with a name, and who runs it. */
export interface Task extends Burst {
  readonly what: string
  readonly by: readonly ContestantName[]
}

const both = ['ours', 'mqttjs'] as const
/** Over TCP the pieces may be joined again on their way: see piece-rows.ts. */
const chunkings = ['whole', 're-chunked over TCP'] as const

/** (a): sets without an id, which are parsed but ask for nothing; and sets that drive the pin, where only ours replies. */
const inbound: readonly Task[] = [
  ...chunkings.map((chunking): Task => ({
    what: `PUBLISH to callback, ${chunking}`,
    by: both,
    count: 500,
    chunking,
    end: 'callback',
    set: { idName: 'nr' },
  })),
  {
    what: 'set to pin, whole; ours replies, too',
    by: ['ours', 'mqttjs-receive'],
    count: 400,
    chunking: 'whole',
    end: 'callback',
  },
]

/** (b) */
const job: readonly Task[] = chunkings.map((chunking) => ({
  what: `set to pin, reply and post, ${chunking}`,
  by: both,
  count: 400,
  chunking,
  end: 'job',
}))

const tasks = { a: inbound, b: job } as const

/** Messages a second of (a) or (b) on every engine: of CPU time, and for comparison of the clock. */
export async function speedRows(context: Context, measure: 'a' | 'b'): Promise<Row[]> {
  const rows: Row[] = []
  for (const engine of context.engines) {
    rows.push(...(await speedOfTasks(context, engine, measure, tasks[measure])))
    if (measure === 'a') rows.push(await pieceRow(context, engine), await handledRow(context, engine))
  }
  if (measure === 'a') rows.push(await limitRow(context))
  return rows
}

type Rates = Map<string, Rate[]>

/** Runs the tasks in rounds, the contestants in turn; first, not timed, whether each does all that it is asked to. */
export async function speedOfTasks(
  context: Context,
  engine: GivenEngine,
  measure: Letter,
  tasks: readonly Task[],
): Promise<Row[]> {
  const running = present(context, [...new Set(tasks.flatMap(({ by }) => by))])
  const tasksOf = (name: ContestantName) => tasks.filter(({ by }) => by.includes(name))
  for (const one of running) {
    context.progress(`${measure} ${engine.name}: is each set of ${one.name} done once?`)
    await checkBursts(one, engine, tasksOf(one.name))
  }
  const rates: Rates = new Map()
  for (let round = 1; round <= context.rounds; round++) {
    for (const one of running) {
      context.progress(`${measure} ${engine.name}: round ${round} of ${context.rounds}, ${one.name}`)
      const answers = await runBursts(one, engine, tasksOf(one.name), `round-${round}`)
      tasksOf(one.name).forEach(({ what }, index) => {
        const rate = answers[index]
        const key = `${what} ${one.name}`
        if (rate !== undefined) rates.set(key, [...(rates.get(key) ?? []), rate])
      })
    }
  }
  return tasks.flatMap((task) => toRows(task, rates, engine, measure))
}

function toRows({ what, by, count, end }: Task, rates: Rates, { name: engine }: GivenEngine, measure: Letter): Row[] {
  const values = (pick: (rate: Rate) => number): Row['values'] =>
    Object.fromEntries(
      by.map((name) => {
        const list = rates.get(`${what} ${name}`)
        return [name, list === undefined ? 'not run: ESPRUINO_DOCS is not set' : spreadOf(list.map(pick))]
      }),
    )
  const row = { measure, what, engine, better: 'more' } as const
  return [
    { ...row, unit: 'messages/s of CPU time', values: values((rate) => rate.perCpuSecond) },
    { ...row, unit: 'messages/s', values: values((rate) => rate.perSecond) },
    // How many posts each sends: one that coalesces more has less to do.
    ...(end === 'job'
      ? [{ ...row, better: 'less' as const, unit: `posts for ${count} sets`, values: values((rate) => rate.posts) }]
      : []),
  ]
}
