import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { Aedes } from 'aedes'
import { startPlatform } from '../../tools/cloud/start-platform.ts'
import { makeFleet, type Round } from './fleet.ts'

export interface Throughput {
  readonly devices: number
  /** Property posts a second, each with its reply. */
  readonly platformPerSecond: number
  /** Publishes a second of the same size at QoS 1, each with its PUBACK. */
  readonly aedesPerSecond: number
}

/** The same fleet posts to a bare aedes and to the platform, `posts` times a device, in turns: the best round counts. */
export async function measureThroughput(count: number, posts: number, dataFile?: string): Promise<Throughput> {
  const devices = makeFleet(count)
  const bare = await startAedes()
  const off = 'unlimited' as const
  const rules = { connectsPerMinute: off, uplinkPerSecond: off, downlinkPerSecond: off, uplinkQos1PerSecond: off }
  const kept = dataFile === undefined ? {} : { dataFile }
  const platform = await startPlatform({ devices, port: 0, controlPort: 0, rules, ...kept })
  const fleets = await Promise.all([connectFleet(bare.port, count), connectFleet(platform.mqttPort, count)])
  const [plain, cloud] = fleets
  let [aedesPerSecond, platformPerSecond] = [0, 0]
  for (let round = 0; round < 3; round++) {
    aedesPerSecond = Math.max(aedesPerSecond, await run(plain, { posts, until: 'puback' }, count))
    platformPerSecond = Math.max(platformPerSecond, await run(cloud, { posts, until: 'reply' }, count))
  }
  for (const fleet of fleets) fleet.kill()
  await Promise.all([bare.close(), platform.close()])
  return { devices: count, platformPerSecond, aedesPerSecond }
}

async function run(fleet: ChildProcess, round: Round, count: number): Promise<number> {
  const startedAt = performance.now()
  fleet.send(round)
  await once(fleet, 'message')
  return (round.posts * count) / ((performance.now() - startedAt) / 1000)
}

async function connectFleet(port: number, count: number): Promise<ChildProcess> {
  const program = fileURLToPath(new URL('./fleet.ts', import.meta.url))
  const fleet = fork(program, [String(port), String(count)], { execArgv: ['--import', 'tsx'] })
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
