import assert from 'node:assert/strict'
import type { GivenEngine } from '../engine/engines.ts'
import { edgeCounter, lifted } from './boot0.ts'
import type { Contestant } from './contestant.ts'
import { idOf, publishPacket, rechunk, setPackets, topics, type SetOptions } from './packets.ts'
import { Running } from './runner.ts'

export type Chunking = 'whole' | 're-chunked over TCP'

/** One burst of property sets, handled by one contestant. */
export interface Burst {
  readonly count: number
  readonly chunking: Chunking
  /** `callback`: until the last one was handled; `job`: until the last reply, and a post after it, came. */
  readonly end: 'callback' | 'job'
  readonly set?: SetOptions
}

/** What a burst took, messages a second. */
export interface Rate {
  readonly perCpuSecond: number
  readonly perSecond: number
  /** Property posts in the meantime. */
  readonly posts: number
}

const withinMs = 120_000
const warmUp = 100

/** Runs bursts one after the other on one start of the engine, each with a warm-up before it. */
export async function runBursts(
  contestant: Contestant,
  engine: GivenEngine,
  bursts: readonly Burst[],
  seed: string,
): Promise<Rate[]> {
  const running = await Running.start(contestant, engine, lifted)
  try {
    const rates: Rate[] = []
    for (const [index, burst] of bursts.entries()) {
      await runBurst(running, { ...burst, count: warmUp }, 2 * index + 1, seed)
      rates.push(await runBurst(running, burst, 2 * index + 2, seed))
    }
    return rates
  } finally {
    await running.stop()
  }
}

/** The same bursts, not timed: every pin edge that was asked for must come, once. Throws AssertionError. */
export async function checkBursts(contestant: Contestant, engine: GivenEngine, bursts: readonly Burst[]) {
  const running = await Running.start(contestant, engine, lifted + edgeCounter)
  try {
    let wanted = 0
    for (const [index, burst] of bursts.entries()) {
      await runBurst(running, burst, index + 1, 'check')
      if (burst.set?.idName !== 'nr') wanted += burst.count
      assert.deepEqual(await running.ask('edges'), [wanted, 0], `${contestant.name}: a pin edge for each set`)
    }
  } finally {
    await running.stop()
  }
}

async function runBurst(running: Running, burst: Burst, round: number, seed: string): Promise<Rate> {
  const { count, chunking, end, set } = burst
  const packets = setPackets(round, count, set)
  if (end === 'callback') packets.push(publishPacket(topics.get, `end-${round}`))
  const pieces = chunking === 'whole' ? packets : rechunk(packets, `${seed}-${round}`)
  const { broker, engine } = running
  broker.published = []
  const startedAt = performance.now()
  const cpuBefore = running.cpuMs()
  const job = end === 'job' ? broker.until(() => isJobDone(running, round, count), withinMs) : undefined
  broker.send(pieces)
  await (job ?? engine.line(new RegExp(`user[ /]get "end-${round}"$`, 'i'), { withinMs }))
  const cpuMs = running.cpuMs() - cpuBefore
  const ms = performance.now() - startedAt
  if (end === 'job') checkJob(running, round, count)
  const posts = broker.published.filter(({ topic }) => topic === topics.post).length
  return { perCpuSecond: (1000 * count) / cpuMs, perSecond: (1000 * count) / ms, posts }
}

/** The last packet is a post, all replies are there. */
function isJobDone({ broker: { published } }: Running, _round: number, count: number): boolean {
  if (published.length <= count || published.at(-1)?.topic !== topics.post) return false
  return published.filter(({ topic }) => topic === topics.reply).length >= count
}

/** Each set got one reply, 200, in order, and the last post says off, where the burst ends. */
function checkJob({ broker: { published } }: Running, round: number, count: number): void {
  const replies = published.filter(({ topic }) => topic === topics.reply)
  const wanted = Array.from({ length: count }, (_, index) => `{"id":"${idOf(round, index)}","code":200,"data":{}}`)
  assert.deepEqual(
    replies.map(({ payload }) => payload),
    wanted,
  )
  assert.match(published.at(-1)?.payload ?? '', /"PowerSwitch_1":0}/)
}
