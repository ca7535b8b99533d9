import type { GivenEngine } from '../engine/engines.ts'
import { present, type Context } from './context.ts'
import type { Contestant } from './contestant.ts'
import type { Row } from './row.ts'
import { Running } from './runner.ts'
import { spreadOf } from './stats.ts'

interface Start {
  readonly cpuMs: number
  readonly ms: number
}

const withinMs = 30_000
/** A script that does nothing: Storage has no empty files. */
const nothing = '//'

/** (f): from the start of the interpreter until the first subscription is granted; beside it the interpreter alone. */
export async function bootRows(context: Context): Promise<Row[]> {
  const rows: Row[] = []
  for (const engine of context.engines) rows.push(...(await onEngine(context, engine)))
  return rows
}

async function onEngine(context: Context, engine: GivenEngine): Promise<Row[]> {
  const starts: Record<string, Start[]> = {}
  const note = (name: string, start: Start) => (starts[name] ??= []).push(start)
  for (let round = 1; round <= context.rounds; round++) {
    context.progress(`f ${engine.name}: round ${round} of ${context.rounds}`)
    for (const one of present(context, ['ours', 'mqttjs'])) note(one.name, await timeStart(one, engine))
    note('interpreter alone', await timeEmpty(engine))
  }
  const row = { measure: 'f', what: 'boot to ready', engine: engine.name, better: 'less' } as const
  const values = (pick: (start: Start) => number): Row['values'] =>
    Object.fromEntries(Object.entries(starts).map(([name, list]) => [name, spreadOf(list.map(pick))]))
  return [
    { ...row, unit: 'ms of CPU time', values: values(({ cpuMs }) => cpuMs) },
    { ...row, unit: 'ms', values: values(({ ms }) => ms) },
  ]
}

async function timeStart(contestant: Contestant, engine: GivenEngine): Promise<Start> {
  const startedAt = performance.now()
  const running = await Running.launch(contestant, engine, nothing)
  await running.broker.until(() => running.broker.subscriptions > 0, withinMs)
  return end(running, startedAt)
}

async function timeEmpty(engine: GivenEngine): Promise<Start> {
  const startedAt = performance.now()
  const empty = { name: 'ours' as const, script: 'print("~empty")', config: () => ({}), isReady: () => true }
  const running = await Running.launch(empty, engine, nothing)
  await running.engine.line(/^~empty/, { withinMs })
  return end(running, startedAt)
}

async function end(running: Running, startedAt: number): Promise<Start> {
  const start = { cpuMs: running.cpuMs(), ms: performance.now() - startedAt }
  await running.stop()
  return start
}
