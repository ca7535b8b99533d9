import assert from 'node:assert/strict'
import { createRandom } from '../../../tools/chaos/random.ts'
import { badArrival } from '../fuzz/fuzz-arrivals.ts'
import { isRequest } from '../../rig/platform-replies.ts'
import { AppRig } from './app-rig.ts'
import type { Bench } from './bench.ts'
import type { EngineCase } from './case.ts'
import type { GivenEngine } from './engines.ts'

const app = 'test/features/apps/everything.ts'
const messages = 3_000
/** So many go out before the board is asked whether it is there: its input is a queue. */
const burst = 30
const seed = 'garbage'

/** Messages on the topics of all features, spoilt or not, on the builds with room for all of them. */
export function garbageCases(engines: readonly GivenEngine[]): EngineCase[] {
  return engines
    .filter(({ name }) => name === 'linux' || name === 'esp32')
    .map((engine) => ({
      name: `feature garbage: ${messages} messages on the topics of all features, spoilt or not: nothing thrown, nothing kept [${engine.name}]`,
      ...{ load: 'works', aboutS: 60 },
      run: (bench) => throwGarbage(bench, engine),
    }))
}

async function throwGarbage(bench: Bench, engine: GivenEngine): Promise<void> {
  const random = createRandom(`${seed} ${engine.name}`)
  const rig = await AppRig.start(bench, { engine, app })
  await rig.ready()
  await rig.device.heldAtRest()
  for (let sent = 0; sent < messages; sent += burst) {
    const asked = rig.peer.received.slice(-12).flatMap(({ packet }) => {
      if (packet.type !== 'publish' || !isRequest(packet.topicName)) return []
      return [
        { topicName: packet.topicName, id: (JSON.parse(packet.payload.toString('latin1')) as { id: unknown }).id },
      ]
    })
    rig.message('user/ask', String(random.below(24)))
    for (let left = burst; left > 0; left--) rig.connection.send(badArrival(random, rig.connection.device, asked))
    const id = rig.set({ PowerSwitch_1: (sent / burst) % 2 })
    assert.equal((await rig.reply(id, 30_000)).code, 200)
  }
  assert.deepEqual(rig.device.said(/ E link bug |Uncaught|MEMORY/), [])
  assert.equal(rig.peer.connections.length, 1)
  rig.assertLimits()
}
