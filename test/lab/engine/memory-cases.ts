import assert from 'node:assert/strict'
import { listenAsPeer } from '../../peer/tcp-peer.ts'
import type { Bench } from './bench.ts'
import type { EngineCase } from './case.ts'
import type { GivenEngine } from './engines.ts'

/** JsVars that the firmware costs, once ready and at rest, started from flash. */
export function memoryCases(engines: readonly GivenEngine[]): EngineCase[] {
  return engines.map((engine) => ({
    name: `memory: JsVars once ready, over the empty interpreter, with one timer and one socket [${engine.name}]`,
    load: 'waits',
    aboutS: 6,
    run: (bench) => measure(bench, engine),
  }))
}

async function measure(bench: Bench, engine: GivenEngine): Promise<void> {
  const peer = await listenAsPeer()
  bench.atEnd(() => peer.close())
  const empty = bench.device({ engine, script: 'print("~empty")', config: 'none' })
  await empty.line(/^~empty/)
  const before = await empty.heldAtRest()
  await empty.stop()
  const device = bench.device({ engine, config: { port: peer.port } })
  await device.line(/I mqtt ready$/)
  await peer.peer.next('publish', { where: ({ topicName }) => topicName.endsWith('/user/update') })
  const after = await device.heldAtRest()
  bench.figure(`jsVars.${engine.name}`, after.vars - before.vars)
  assert.deepEqual([after.timers, after.sockets], [1, 1])
  peer.peer.assertStrict()
  if (engine.heapVars === 'grows') return
  const freePercent = Math.round((1000 * (engine.heapVars - after.vars)) / engine.heapVars) / 10
  bench.figure(`freePercent.${engine.name}`, freePercent)
  assert.ok(freePercent > 50, `only ${freePercent} % of the heap is free`)
}
