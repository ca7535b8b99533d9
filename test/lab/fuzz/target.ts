import { readApplication } from '../../../tools/build/application.ts'
import { ensureBuilt } from '../../../tools/build/firmware.ts'
import type { Random } from '../../../tools/chaos/random.ts'
import { publish } from '../../peer/scripted-peer.ts'
import type { Bench } from '../../rig/bench.ts'
import { isRequest } from '../../rig/platform-replies.ts'
import { badArrivals, type Asked } from './fuzz-arrivals.ts'
import { badDownlink } from './fuzz-downlink.ts'

/** What is thrown at: the switch, or an application with every feature of the platform. */
export type TargetName = 'switch' | 'features'

export interface Target {
  /** Another script than the usual one, whose requests the peer replies to where the input does not. */
  readonly app?: string
  /** Returns the bytes of an input; time may pass for it. */
  readonly downlink: (bench: Bench, random: Random) => Uint8Array
}

export const switchTarget: Target = { downlink: ({ connection }, random) => badDownlink(random, connection.device) }

/** The application that makes each request when it is asked to. */
const everything = 'test/features/apps/everything.ts'
/** As many kinds of requests it knows, and some more. */
const kinds = 24
/** Until what was asked for has gone out, ms. */
const asksMs = 300
/** So many packets are looked at for what was asked last. */
const newest = 12

export async function targetOf(name: TargetName): Promise<Target> {
  if (name === 'switch') return switchTarget
  const { script } = await ensureBuilt('dist', readApplication(everything))
  return {
    app: script,
    downlink(bench, random) {
      // Replies are what the input is of.
      bench.peer.on('publish', (connection, packet) => connection.answer(packet))
      // While it is not ready it has not asked for anything.
      if (!bench.isReady || random.chance(10)) return badDownlink(random, bench.connection.device)
      if (random.chance(50)) ask(bench, random)
      return badArrivals(random, bench.connection.device, askedOf(bench))
    },
  }
}

/** Has the application make some requests, and lets them go out. */
function ask(bench: Bench, random: Random): void {
  const { connection } = bench
  const { productKey, deviceName } = connection.device
  const topicName = `/${productKey}/${deviceName}/user/ask`
  for (let left = 1 + random.below(3); left > 0; left--)
    connection.send(publish({ topicName, payload: String(random.below(kinds)) }))
  bench.pass(asksMs)
}

/** The newest requests that went out. */
function askedOf({ peer }: Bench): Asked[] {
  return peer.received.slice(-newest).flatMap(({ packet }) => {
    if (packet.type !== 'publish' || !isRequest(packet.topicName)) return []
    const { id } = JSON.parse(packet.payload.toString('latin1')) as { id: unknown }
    return [{ topicName: packet.topicName, id }]
  })
}
