import type { TestContext } from 'node:test'
import { Buffer } from 'node:buffer'
import mqttPacket, { type Packet } from 'mqtt-packet'
import type { DeviceConfig } from '../../../firmware/boot/config.ts'
import { encodeConnect } from '../../../firmware/mqtt/packet.ts'
import { startControl } from '../../../firmware/thing/control.ts'
import { startLog } from '../../../firmware/log.ts'
import { setDestination } from '../../../firmware/identity/destination.ts'
import type { Switches } from '../../../firmware/switch.ts'
import { resetWifi, startWifi } from '../../../firmware/link/wifi.ts'
import { connack, publish, suback, type PublishFields } from '../../peer/mqtt-bytes.ts'
import { createFakeBoard, type FakeBoard } from './fake-board.ts'
import { createFakeNetwork, type FakeNetwork, type FakeSocket } from './fake-network.ts'
import type { FakeWifi } from './fake-wifi.ts'
import { freshLink } from './fresh.ts'
import { goodConfig } from './board-at-boot.ts'
import { startAs, switchOn } from './switches.ts'

export const topics = {
  set: '/sys/a1B2c3D4e5F/plug01/thing/service/property/set',
  setReply: '/sys/a1B2c3D4e5F/plug01/thing/service/property/set_reply',
  post: '/sys/a1B2c3D4e5F/plug01/thing/event/property/post',
  postReply: '/sys/a1B2c3D4e5F/plug01/thing/event/property/post_reply',
  get: '/a1B2c3D4e5F/plug01/user/get',
  update: '/a1B2c3D4e5F/plug01/user/update',
} as const

const mqtt = { clientId: 'id', username: 'plug01&a1B2c3D4e5F', passwd: 'pass', mqttHostUrl: 'broker', port: 1883 }

export const connectPacket = encodeConnect('id', 'plug01&a1B2c3D4e5F', 'pass', 60)

export type Stage = 'opening' | 'greeting' | 'subscribing' | 'ready'

export interface DeviceOptions {
  readonly switches?: Switches
  /** Without it the board counts as joined. */
  readonly wifi?: FakeWifi
  readonly tls?: boolean
  readonly rebootAfterS?: number
  /** What Math.random answers: 0 is the shortest wait, and the default. */
  readonly random?: number
}

/**
 * Link, control and switch of a device as after a power-on, on a board, a network and a radio that do nothing by
 * themselves: everything but the start and the platform.
 */
export interface Device {
  readonly fake: FakeBoard
  readonly network: FakeNetwork
  readonly link: Awaited<ReturnType<typeof freshLink>>
  /** The newest socket. */
  socket(): FakeSocket
  start(): void
  /** Takes the newest socket on to a stage, as a server does that answers well. */
  to(stage: Stage): FakeSocket
  /** A PUBLISH comes. */
  publish(fields: PublishFields): void
  /** A property set comes: its payload, or the id and params to make one of. */
  set(payload: string | { readonly id: unknown; readonly params?: unknown }): void
  /** Property sets come in one chunk. */
  sets(each: readonly { readonly id: unknown; readonly params?: unknown }[]): void
  /** The replies among what is published, parsed, in order. */
  replies(): { id: unknown; code: number; message?: string; data: unknown }[]
  /** What was written on the newest socket and not told yet, as mqtt-packet reads it. */
  packets(): Packet[]
  /** Lets the socket take all that comes and time pass until nothing more is written; answers the packets. */
  flow(): Packet[]
  /** As `flow`, but only what is published: its topic and its payload. */
  published(): { topic: string; payload: string; qos: number }[]
  /** Lines of the log that begin with this. */
  log(start?: string): string[]
  seconds(count: number): void
}

/** Reads a hex stream of whole packets; throws at what is none. */
export function readPackets(hex: string): Packet[] {
  const packets: Packet[] = []
  const parser = mqttPacket.parser({ protocolVersion: 4 })
  parser.on('packet', (packet: Packet) => packets.push(packet))
  parser.on('error', (error: Error) => {
    throw error
  })
  if (parser.parse(Buffer.from(hex, 'hex')) > 0) throw new Error('half a packet was written')
  return packets
}

export async function createDevice(t: TestContext, options: DeviceOptions = {}): Promise<Device> {
  t.mock.method(Math, 'random', () => options.random ?? 0)
  const { wifi, tls = false, switches = { PowerSwitch_1: switchOn(4) } } = options
  const network = createFakeNetwork()
  const fake = createFakeBoard({
    ...(tls ? { tls: network } : { net: network }),
  })
  const link = await freshLink()
  startLog()
  startAs(fake, switches)
  // Only the triple can go over TLS.
  setDestination(
    {
      ...goodConfig,
      ...(tls ? { aliyun: { ...goodConfig.aliyun, tls } } : { aliyun: undefined, mqtt }),
    } as DeviceConfig,
    () => '',
  )
  resetWifi()
  wifi?.calls.splice(0)
  startWifi(wifi, { ssid: 'Home', password: 'secret' }, link.onJoined, link.onLeft)
  startControl('plug01&a1B2c3D4e5F')
  let told = 0
  let teller: FakeSocket | undefined
  const device: Device = {
    fake,
    network,
    link,
    socket() {
      const socket = network.sockets.at(-1)
      if (socket === undefined) throw new Error('no socket was opened')
      return socket
    },
    start: () => link.startLink(options.rebootAfterS ?? 0),
    to(stage) {
      const socket = device.socket()
      const steps: [Stage, () => void][] = [
        ['opening', () => undefined],
        ['greeting', () => undefined],
        ['subscribing', () => socket.data(connack())],
        ['ready', () => socket.data(suback(1, [1]))],
      ]
      for (const [reached, act] of steps) {
        act()
        if (reached !== 'opening') socket.drain()
        if (reached === stage) break
      }
      return socket
    },
    publish: (fields) => device.socket().data(publish(fields)),
    set: (payload) =>
      device.publish({
        topicName: topics.set,
        payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
      }),
    sets: (each) =>
      device
        .socket()
        .data(Buffer.concat(each.map((set) => publish({ topicName: topics.set, payload: JSON.stringify(set) })))),
    replies: () =>
      device.published().flatMap(({ topic, payload }) => (topic === topics.setReply ? [JSON.parse(payload)] : [])),
    packets() {
      const socket = device.socket()
      if (teller !== socket) told = 0
      teller = socket
      const hex = socket.written.slice(told).join('')
      told = socket.written.length
      return readPackets(hex)
    },
    flow() {
      const packets: Packet[] = []
      for (let quietMs = 0; quietMs < 1500; quietMs += 50) {
        const more = device.packets()
        if (more.length > 0) quietMs = 0
        packets.push(...more)
        device.socket().drain()
        fake.clock.advance(50)
      }
      return packets
    },
    published: () =>
      device
        .flow()
        .flatMap((packet) =>
          packet.cmd === 'publish'
            ? [{ topic: packet.topic, payload: packet.payload.toString(), qos: packet.qos }]
            : [],
        ),
    log: (start = '') => fake.seen('log').filter((line) => line.startsWith(start)),
    seconds: (count) => fake.clock.advance(count * 1000),
  }
  return device
}

/** A device that is ready and has written all that a new session owes. */
export async function readyDevice(t: TestContext, switches?: Switches): Promise<Device> {
  const device = await deviceAt(t, 'ready', switches === undefined ? {} : { switches })
  device.socket().data(suback(2, [1]))
  device.flow()
  return device
}

/** A device that is started and, when there is no Wi-Fi to join, at a stage. */
export async function deviceAt(t: TestContext, stage: Stage, options: DeviceOptions = {}): Promise<Device> {
  const device = await createDevice(t, options)
  device.start()
  device.to(stage)
  return device
}
