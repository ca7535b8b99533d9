import type { GivenEngine } from '../engine/engines.ts'
import { boot0 } from '../engine/boot0.ts'
import { held, lifted, peakMeter } from './boot0.ts'
import type { Contestant } from './contestant.ts'
import { setPackets, topics } from './packets.ts'
import { Running } from './runner.ts'

/** JsVars over those of the interpreter with the same `.boot0` and no script. */
export interface Memory {
  readonly ready: number
  /** The most while a burst of 100 sets, written at once, is handled and answered at the program's own pace. */
  readonly peak: number
  /** The same with send pacing lifted: nothing has to wait. */
  readonly peakLifted: number
}

const burstCount = 100
const samples = 8
const sampleEveryMs = 120
const withinMs = 60_000

export async function measureMemory(contestant: Contestant, engine: GivenEngine): Promise<Memory> {
  const ready = await measureReady(contestant, engine)
  const peak = ready + (await growthOf(contestant, engine, held + peakMeter))
  const peakLifted = ready + (await growthOf(contestant, engine, lifted + held + peakMeter))
  return { ready, peak, peakLifted }
}

/** JsVars once ready, over the empty interpreter. */
export async function measureReady(contestant: Contestant, engine: GivenEngine): Promise<number> {
  return (await readyVars(contestant, engine)) - (await emptyVars(engine, held))
}

/** The same where there is a Wi-Fi module, written in JavaScript, whose network has been joined; over that module's own. */
export async function measureReadyOnWifi(contestant: Contestant, engine: GivenEngine): Promise<number> {
  const wifi = `${boot0({ air: 'home' })}\n${held}`
  return (await atRest(contestant, engine, wifi)) - (await emptyVars(engine, wifi))
}

/** JsVars once ready, the interpreter's own among them. */
export function readyVars(contestant: Contestant, engine: GivenEngine): Promise<number> {
  return atRest(contestant, engine, held)
}

async function emptyVars(engine: GivenEngine, boot0: string): Promise<number> {
  const contestant = { name: 'ours' as const, script: 'print("~empty")', config: () => ({}), isReady: () => true }
  const running = await Running.launch(contestant, engine, boot0)
  try {
    await running.engine.line(/^~empty/, { withinMs })
    return await leastHeld(running)
  } finally {
    await running.stop()
  }
}

async function atRest(contestant: Contestant, engine: GivenEngine, boot0: string): Promise<number> {
  const running = await Running.start(contestant, engine, boot0)
  try {
    return await leastHeld(running)
  } finally {
    await running.stop()
  }
}

/** Returns the least of some samples, which is that between the program's turns. */
async function leastHeld(running: Running): Promise<number> {
  let least = Infinity
  for (let sample = 0; sample < samples; sample++) {
    await new Promise((wake) => setTimeout(wake, sampleEveryMs))
    const [vars = NaN] = await running.ask('held')
    least = Math.min(least, vars)
  }
  return least
}

/** Returns how much more is held at the peak of a burst than at rest, both measured in the same way. */
async function growthOf(contestant: Contestant, engine: GivenEngine, boot0: string): Promise<number> {
  const running = await Running.start(contestant, engine, boot0)
  try {
    // Collects the garbage of the start, which must not count, and begins to measure.
    await leastHeld(running)
    const [rest = NaN] = await running.ask('peakAtRest')
    const answered = running.broker.until(() => repliesOf(running) === burstCount, withinMs)
    // All at once, as from a broker that had queued them.
    running.broker.send([Buffer.concat(setPackets(1, burstCount))])
    await answered
    const [peak = NaN] = await running.ask('peak')
    return peak - rest
  } finally {
    await running.stop()
  }
}

function repliesOf({ broker }: Running): number {
  return broker.published.filter(({ topic }) => topic === topics.reply).length
}
