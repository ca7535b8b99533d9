import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { Aedes } from 'aedes'
import { startPlatform } from '../../../tools/cloud/start-platform.ts'
import { makeFleet, type Round } from './fleet.ts'

/** The figures of the best round. */
export interface Pace {
  readonly perSecond: number
  /** Processor time of the broker's process for one message, µs; other work on the machine hardly changes it. */
  readonly cpuUs: number
}

export interface Throughput {
  /** Property posts to the platform: a PUBLISH with PUBACK up, and its post_reply, a PUBLISH, down. */
  readonly platform: Pace
  /** The same number of publishes through a bare aedes: one with PUBACK up, and it comes back down. */
  readonly echoing: Pace
  /** Half of them: a bare aedes that only takes in and acknowledges. */
  readonly acknowledging: Pace
}

/** How many rounds; the best counts, because the machine may do other work meanwhile. */
export const rounds = 5

/** The same fleet posts to the platform and to two bare brokers, `posts` times a device, in turns. */
export async function measureThroughput(count: number, posts: number, dataFile?: string): Promise<Throughput> {
  const brokers = await Promise.all([startAedes(), startAedes()])
  const off = 'unlimited' as const
  const rules = { connectsPerMinute: off, uplinkPerSecond: off, downlinkPerSecond: off, uplinkQos1PerSecond: off }
  const kept = dataFile === undefined ? {} : { dataFile }
  const platform = await startPlatform({ devices: makeFleet(count), port: 0, controlPort: 0, rules, ...kept })
  const cloud = await connectFleet(platform.mqttPort, count)
  const echo = await connectFleet(brokers[0].port, count, 'echo')
  const bare = await connectFleet(brokers[1].port, count)
  const none: Pace = { perSecond: 0, cpuUs: Infinity }
  const best = { platform: none, echoing: none, acknowledging: none }
  for (let round = 0; round < rounds; round++) {
    best.acknowledging = better(best.acknowledging, await run(bare, { posts, until: 'puback' }, count))
    best.echoing = better(best.echoing, await run(echo, { posts, until: 'publish' }, count))
    best.platform = better(best.platform, await run(cloud, { posts, until: 'publish' }, count))
  }
  for (const fleet of [cloud, echo, bare]) fleet.kill()
  await Promise.all([...brokers.map((broker) => broker.close()), platform.close()])
  return best
}

function better(one: Pace, other: Pace): Pace {
  return { perSecond: Math.max(one.perSecond, other.perSecond), cpuUs: Math.min(one.cpuUs, other.cpuUs) }
}

async function run(fleet: ChildProcess, round: Round, count: number): Promise<Pace> {
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()]
  fleet.send(round)
  await once(fleet, 'message')
  const { user, system } = process.cpuUsage(cpu)
  const messages = round.posts * count
  return { perSecond: messages / ((performance.now() - startedAt) / 1000), cpuUs: (user + system) / messages }
}

async function connectFleet(port: number, count: number, ...mode: 'echo'[]): Promise<ChildProcess> {
  const program = fileURLToPath(new URL('./fleet.ts', import.meta.url))
  const fleet = fork(program, [String(port), String(count), ...mode], { execArgv: ['--import', 'tsx'] })
  await once(fleet, 'message')
  return fleet
}

async function startAedes(): Promise<{ port: number; close(): Promise<void> }> {
  const broker = await Aedes.createBroker({ maxClientsIdLength: 200 })
  const server = createServer({ noDelay: true }, broker.handle).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    close: () => new Promise((resolve) => broker.close(() => server.close(() => resolve()))),
  }
}
