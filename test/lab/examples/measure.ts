import assert from 'node:assert/strict'
import { listenAsPeer } from '../../peer/tcp-peer.ts'
import { replyToPosts } from '../../apps/post-replies.ts'
import { Device } from '../engine/device.ts'
import type { GivenEngine } from '../engine/engines.ts'
import type { World } from '../engine/example-worlds.ts'

/** JsVars that an example takes once ready and at rest, started from flash, over the interpreter with the same world around it. */
export async function jsVarsOf(script: string, { around, timers: most }: World, engine: GivenEngine): Promise<number> {
  const empty = await heldBy(engine, around, 'print("~empty")', /^~empty/)
  const listener = await listenAsPeer()
  replyToPosts(listener.peer)
  try {
    const ready = await heldBy(engine, around, script, / I mqtt ready$/, listener.port)
    assert.deepEqual([ready.timers, ready.sockets], [most, 1], 'timers, sockets')
    listener.peer.assertStrict()
    return ready.vars - empty.vars
  } finally {
    await listener.close()
  }
}

async function heldBy(engine: GivenEngine, around: string, script: string, until: RegExp, port?: number) {
  const device = new Device({ engine, around, script, config: port === undefined ? 'none' : { port } })
  try {
    await device.line(until)
    return await device.heldAtRest()
  } finally {
    await device.stop()
  }
}
