import type { GivenEngine } from '../engine/engines.ts'
import { present, type Context } from './context.ts'
import { piecesPerSecond } from './limit.ts'
import { rechunk, setPackets } from './packets.ts'
import { runPieces } from './pieces.ts'
import type { Row } from './row.ts'
import { spreadOf } from './stats.ts'

/** Fewer than an ESP32's heap holds, cut into pieces. */
const count = 250
const leastHeapVars = 12_000

/** (a), re-chunked for sure: each piece of 1 to 50 bytes comes in a data event of its own. */
export async function pieceRow(context: Context, engine: GivenEngine): Promise<Row> {
  const row = {
    measure: 'a',
    what: 'PUBLISH to callback, re-chunked, a data event a piece',
    engine: engine.name,
    unit: 'messages/s of CPU time',
    better: 'more',
  } as const
  if (engine.heapVars !== 'grows' && engine.heapVars < leastHeapVars) {
    return { ...row, values: { ours: 'not run: the heap does not hold the pieces beforehand' } }
  }
  const rates: Record<string, number[]> = {}
  for (let round = 1; round <= context.rounds; round++) {
    for (const one of [...present(context, ['ours', 'mqttjs']), 'bare'] as const) {
      const name = one === 'bare' ? 'limit: bare reader' : one.name
      context.progress(`a ${engine.name}: pieces, round ${round} of ${context.rounds}, ${name}`)
      ;(rates[name] ??= []).push(await runPieces(one, engine, count, `round-${round}`))
    }
  }
  return { ...row, values: Object.fromEntries(Object.entries(rates).map(([name, list]) => [name, spreadOf(list)])) }
}

/** What this machine's Node and TCP do with the pieces: the limit of what is re-chunked over TCP. */
export async function limitRow(context: Context): Promise<Row> {
  const rates: number[] = []
  const sets = 2000
  for (let round = 1; round <= context.rounds; round++) {
    const pieces = rechunk(setPackets(1, sets), `limit-${round}`)
    rates.push(((await piecesPerSecond(pieces)) * sets) / pieces.length)
  }
  return {
    measure: 'a',
    what: 'limit of re-chunking over TCP: a reader in Node that does nothing',
    engine: 'none',
    unit: 'messages/s',
    better: 'more',
    values: { limit: spreadOf(rates) },
  }
}
