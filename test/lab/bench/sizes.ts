import type { GivenEngine } from '../engine/engines.ts'
import { heldMeter, lifted } from './boot0.ts'
import type { Contestant } from './contestant.ts'
import { publishPacket, setPackets, topics } from './packets.ts'
import { Running } from './runner.ts'

/** What happened to property sets that are too large for the firmware's budget. */
export interface LargeOutcome {
  /** Sets that were answered. */
  readonly answered: number
  /** Messages a second of CPU time, handled or skipped; undefined when the program died. */
  readonly perCpuSecond: number | undefined
  /** JsVars held at the most, seen between the turns of the engine, over those at rest; garbage is not counted. */
  readonly growth: number
}

/** How long a program may be silent before it counts as dead, ms; the engine's own messages do not count. */
const deadAfterMs = 20_000
const graceMs = 1000

/** Sends large sets, then a message that every contestant logs. */
export async function sendLarge(
  contestant: Contestant,
  engine: GivenEngine,
  payloadBytes: number,
  count: number,
): Promise<LargeOutcome> {
  const running = await Running.start(contestant, engine, lifted + heldMeter)
  try {
    const { broker, engine: console } = running
    const [rest = NaN] = await running.ask('heldAtRest')
    const cpuBefore = running.cpuMs()
    broker.send([...setPackets(1, count, { payloadBytes }), publishPacket(topics.get, 'after')])
    const heard = await console.line(/user[ /]get "after"$/i, { withinMs: deadAfterMs }).catch(() => undefined)
    const perCpuSecond = heard === undefined ? undefined : (1000 * count) / (running.cpuMs() - cpuBefore)
    // A reply may still be on its way.
    await broker.until(() => repliesOf(running) === count, graceMs).catch(() => undefined)
    const answered = repliesOf(running)
    const [peak = NaN] = await running.ask('heldMost').catch(() => [NaN])
    return { answered, perCpuSecond, growth: peak - rest }
  } finally {
    await running.stop()
  }
}

function repliesOf({ broker }: Running): number {
  return broker.published.filter(({ topic }) => topic === topics.reply).length
}
