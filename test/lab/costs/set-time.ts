import assert from 'node:assert/strict'
import { lifted } from '../bench/boot0.ts'
import { idOf, publishPacket, topics } from '../bench/packets.ts'
import { Running } from '../bench/runner.ts'
import type { GivenEngine } from '../engine/engines.ts'
import type { GrowthApp } from './apps.ts'
import { configFor, scriptFor, type BuiltApp } from './build-apps.ts'

/** A multiple of each number of properties; the replies to so many may wait. */
const setsPerBurst = 192
export const burstsPerRound = 3
const withinMs = 60_000

/**
 * CPU time of one set, ms, from its PUBLISH to its set_reply, with its part of the posts of the state: a figure for each of
 * some bursts, after one that is not timed. The sets go to all properties in turn and change each. Throws AssertionError where one is
 * not answered with 200.
 */
export async function timeSets(built: BuiltApp<GrowthApp>, engine: GivenEngine): Promise<number[]> {
  const contestant = {
    name: 'ours' as const,
    script: built.script,
    config: (port: number) => ({ 'device.json': configFor(built, port), '.bootcde': scriptFor(built, port) }),
    isReady: ({ subscriptions }: { subscriptions: number }) => subscriptions > 0,
  }
  const running = await Running.start(contestant, engine, lifted)
  try {
    const times: number[] = []
    for (let burst = 0; burst <= burstsPerRound; burst++) times.push(await timeBurst(running, built.app, burst))
    return times.slice(1)
  } finally {
    await running.stop()
  }
}

async function timeBurst(running: Running, { name, properties }: GrowthApp, burst: number): Promise<number> {
  const packets = Array.from({ length: setsPerBurst }, (_, index) => {
    const value = (Math.floor(index / properties) + 1) % 2
    const params = `{"PowerSwitch_${(index % properties) + 1}":${value}}`
    const id = idOf(burst, index)
    return publishPacket(
      topics.set,
      `{"method":"thing.service.property.set","id":"${id}","params":${params},"version":"1.0.0"}`,
    )
  })
  const { broker } = running
  broker.published = []
  const replies = (): string[] =>
    broker.published.filter(({ topic }) => topic === topics.reply).map(({ payload }) => payload)
  const cpuBefore = running.cpuMs()
  broker.send(packets)
  await broker.until(() => replies().length === setsPerBurst, withinMs)
  const cpuMs = running.cpuMs() - cpuBefore
  const refused = replies().filter((reply) => !reply.includes('"code":200'))
  assert.deepEqual(refused, [], `${name}: each set is taken`)
  return cpuMs / setsPerBurst
}
