import { duplexPair } from 'node:stream'
import mqttPacket, { type Packet } from 'mqtt-packet'
import { createRandom, type Random } from '../../../tools/chaos/random.ts'
import { formatEvent, formatEventAsJson } from '../../../tools/cloud/log/log.ts'
import { createPlatform, type Platform } from '../../../tools/cloud/platform/platform.ts'
import { randomChunks } from '../fuzz/fuzz-bytes.ts'
import { createVirtualClock, type VirtualClock } from '../../virtual/virtual-clock.ts'
import { product } from '../../local-platform/switch-product.ts'
import { connectPacket, lamp, plug } from '../../local-platform/memory-cloud.ts'
import { makeInput, type FuzzInput } from './inputs.ts'

/** Thrown for an input after which something was wrong; `index` and the seed make it again. */
export class CloudInputFailed extends Error {
  constructor(
    readonly index: number,
    input: FuzzInput,
    reason: string,
  ) {
    super(`input ${index} (${input.what}): ${reason}`)
    this.name = 'CloudInputFailed'
  }
}

interface Peer {
  readonly received: Packet[]
  readonly isClosed: boolean
  /** What the platform sent is not MQTT. */
  readonly fault: string | undefined
  send(bytes: Uint8Array): void
}

/** How often the other device must still be served. */
const canaryEvery = 20
/** How many inputs one platform gets, so that what an input leaves behind can affect the next ones. */
export const inputsOfPlatform = 2000

/**
 * Throws inputs `from` to `to` at one platform. After each: nothing was thrown, what was sent is MQTT and its replies
 * JSON, every event can be logged, another device is online and served. Throws CloudInputFailed.
 */
export async function fuzzPlatform(seed: string, from: number, to: number): Promise<void> {
  const clock = createVirtualClock()
  const off = 'unlimited'
  const rules = { connectsPerMinute: off, uplinkPerSecond: off, downlinkPerSecond: off, bytesPerSecond: off } as const
  const topics = { 'user/echo': 'pub-sub', 'user/update': 'pub' } as const
  const platform = await createPlatform({ devices: [plug, lamp], clock, rules, product: { ...product, topics } })
  let index = from
  let input: FuzzInput = { what: 'nothing yet', logsIn: false, bytes: new Uint8Array() }
  let thrown: unknown
  const onThrown = (error: unknown): void => void (thrown ??= error)
  process.on('uncaughtException', onThrown)
  process.on('unhandledRejection', onThrown)
  platform.onEvent((event) => void (formatEvent(event, 0), formatEventAsJson(event, 0)))
  platform.onPacket(({ packet }) => void JSON.stringify(packet))
  const canary = dial(platform)
  try {
    canary.send(mqttPacket.generate({ ...connectPacket(lamp), keepalive: 1200 }))
    for (; index < to; index++) {
      const random = createRandom(`${seed} ${index}`)
      input = makeInput(random)
      await runInput(platform, clock, random, input)
      if (index % canaryEvery === 0) await checkCanary(canary, clock)
      if (thrown !== undefined) throw thrown
    }
  } catch (error) {
    throw new CloudInputFailed(index, input, error instanceof Error ? (error.stack ?? error.message) : String(error))
  } finally {
    await platform.close()
    process.off('uncaughtException', onThrown)
    process.off('unhandledRejection', onThrown)
  }
}

async function runInput(platform: Platform, clock: VirtualClock, random: Random, input: FuzzInput): Promise<void> {
  const device = dial(platform)
  if (input.logsIn) {
    device.send(mqttPacket.generate({ ...connectPacket(plug), clean: random.chance(70) }))
    await clock.settle()
  }
  if (random.chance(20)) {
    platform.setProperty(plug, { PowerSwitch_1: 1 })
    platform.setDesired(plug, { Level: random.below(101) })
  }
  for (const chunk of randomChunks(random, input.bytes, 200)) device.send(chunk)
  await clock.settle()
  checkReceived(device)
  // Keeps the time going, so that timers come due: keep alive, calls that nobody answers.
  clock.advance(random.below(2000))
}

/** What came is MQTT, begins with CONNACK, and is JSON where the platform wrote it itself. */
function checkReceived({ received, fault }: Peer): void {
  if (fault !== undefined) throw new Error(`the platform sent what is no MQTT: ${fault}`)
  const [first] = received
  if (first !== undefined && first.cmd !== 'connack') throw new Error(`${first.cmd} came before CONNACK`)
  for (const packet of received) {
    if (packet.cmd !== 'publish' || packet.topic.startsWith('/a1DEMO/')) continue
    JSON.parse(packet.payload.toString())
  }
}

async function checkCanary(canary: Peer, clock: VirtualClock): Promise<void> {
  const before = canary.received.length
  const payload = JSON.stringify({ id: '1', params: { PowerSwitch_1: 1 } })
  const topic = '/sys/a1DEMO/lamp/thing/event/property/post'
  canary.send(mqttPacket.generate({ cmd: 'publish', topic, payload, qos: 0, dup: false, retain: false }))
  await clock.settle()
  if (canary.isClosed || canary.received.length !== before + 1) throw new Error('another device is not served any more')
  canary.received.length = 1
}

function dial(platform: Platform): Peer {
  const [near, far] = duplexPair()
  const received: Packet[] = []
  const parser = mqttPacket.parser()
  let [isClosed, fault]: [boolean, string | undefined] = [false, undefined]
  parser.on('packet', (packet) => received.push(packet))
  parser.on('error', (error) => (fault = error.message))
  near.on('data', (chunk: Buffer) => parser.parse(chunk))
  // A device that the platform closed writes into nothing.
  near.on('error', () => (isClosed = true))
  far.once('close', () => (isClosed = true))
  platform.attach(far, 'fuzz')
  return {
    received,
    get isClosed() {
      return isClosed
    },
    get fault() {
      return fault
    },
    send: (bytes) => void (isClosed || near.write(bytes)),
  }
}
