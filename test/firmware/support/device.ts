import type { TestContext } from 'node:test'
import { Buffer } from 'node:buffer'
import mqttPacket, { type Packet } from 'mqtt-packet'
import { encodeConnect } from '../../../firmware/mqtt/packet.ts'
import { connack, publish, suback, type PublishFields } from '../../peer/mqtt-bytes.ts'
import { goodConfig } from './board-at-boot.ts'
import { latin1 } from './bytes.ts'
import { createFakeBoard, type FakeBoard } from './fake-board.ts'
import { createFakeEngine } from './fake-engine.ts'
import { createFakeNetwork, type FakeNetwork, type FakeSocket } from './fake-network.ts'
import type { FakeWifi } from './fake-wifi.ts'
import { freshModules, type Load, type Modules } from './fresh.ts'
import { configOf, switchOn, type FakeSwitches } from './switches.ts'

const realRandom = Math.random

export const topics = {
  set: '/sys/a1B2c3D4e5F/plug01/thing/service/property/set',
  setReply: '/sys/a1B2c3D4e5F/plug01/thing/service/property/set_reply',
  post: '/sys/a1B2c3D4e5F/plug01/thing/event/property/post',
  postReply: '/sys/a1B2c3D4e5F/plug01/thing/event/property/post_reply',
  get: '/a1B2c3D4e5F/plug01/user/get',
  update: '/a1B2c3D4e5F/plug01/user/update',
} as const

const passwd = 'p'.repeat(32)
const mqtt = { clientId: 'id', username: 'plug01&a1B2c3D4e5F', passwd, mqttHostUrl: 'broker', port: 1883 }

export const connectPacket = encodeConnect('id', 'plug01&a1B2c3D4e5F', passwd, 60)

export type Stage = 'opening' | 'greeting' | 'subscribing' | 'ready'

/** What an application imports. */
export type Api = Modules['firmware/device.ts']

export interface DeviceOptions {
  /** What the application does at its top level; without it the application is that of the switches. */
  readonly app?: (api: Api) => void
  readonly switches?: FakeSwitches
  /** Other sections of device.json. */
  readonly sections?: object
  /** Without it the board counts as joined. */
  readonly wifi?: FakeWifi
  readonly tls?: boolean
  readonly rebootAfterMin?: number
  /** What Math.random returns: 0 is the shortest wait, and the default. */
  readonly random?: number
  /** False: no file can be made in Storage. */
  readonly storageHasRoom?: boolean
}

/**
 * A device as after a power-on, started by its main.ts from the device.json in its Storage, on a board, a network and a
 * radio that do nothing by themselves.
 */
export interface Device {
  readonly fake: FakeBoard
  readonly network: FakeNetwork
  readonly load: Load
  readonly api: Api
  readonly link: Modules['firmware/link/link.ts']
  /** A button at this pin is pressed. */
  press(pin: number): void
  /** The newest socket. */
  socket(): FakeSocket
  /** Lets the start run. Its own events, up to the line that it logs, are forgotten. */
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
  /** As `published`, what is posted: the params of each property post. */
  posts(): { [name: string]: unknown }[]
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

export function createDevice(t: TestContext, options: DeviceOptions = {}): Device {
  // Not mocked: of two mocks in a test the first would be put back last, for all tests that follow.
  Math.random = () => options.random ?? 0
  t.after(() => (Math.random = realRandom))
  const { app, wifi, tls = false, storageHasRoom = true } = options
  const network = createFakeNetwork()
  const fake = createFakeBoard(tls ? { tls: network } : { net: network })
  fake.storageHasRoom = storageHasRoom
  fake.files.set('device.json', latin1(Buffer.from(JSON.stringify(configFor(fake, options)))))
  const engine = createFakeEngine(fake, { modules: ['net', 'tls', 'crypto'], wifi })
  const load = freshModules(engine.globals)
  const api = load('firmware/device.ts')
  if (app) app(api)
  else load('apps/switch/switch.ts')
  let told = 0
  let teller: FakeSocket | undefined
  const device: Device = {
    fake,
    network,
    load,
    api,
    link: load('firmware/link/link.ts'),
    press: engine.press,
    socket() {
      const socket = network.sockets.at(-1)
      if (socket === undefined) throw new Error('no socket was opened')
      return socket
    },
    start() {
      fake.clock.advance(0)
      fake.events.splice(0, fake.events.findIndex((event) => event.startsWith('seed ')) + 1)
    },
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
    posts: () =>
      device.published().flatMap(({ topic, payload }) => (topic === topics.post ? [JSON.parse(payload).params] : [])),
    log: (start = '') => fake.seen('log').filter((line) => line.startsWith(start)),
    seconds: (count) => fake.clock.advance(count * 1000),
  }
  return device
}

/** Its device.json. */
function configFor(fake: FakeBoard, options: DeviceOptions): object {
  const { app, tls = false, rebootAfterMin = 0, sections } = options
  const switches = options.switches ?? (app ? {} : { PowerSwitch_1: switchOn(4) })
  return {
    wifi: { ssid: 'Home', password: 'verysecret' },
    // Only the triple is signed for TLS.
    ...(tls ? { aliyun: { ...goodConfig.aliyun, tls } } : { mqtt }),
    link: { rebootAfterMin },
    ...(Object.keys(switches).length > 0 ? { switches: configOf(fake, switches) } : {}),
    ...sections,
  }
}

/** A device that is ready and has written all that a new session owes. */
export function readyDevice(t: TestContext, options: DeviceOptions = {}): Device {
  const device = deviceAt(t, 'ready', options)
  if (!options.app) device.socket().data(suback(2, [1]))
  device.flow()
  return device
}

/** A device that is started and, when there is no Wi-Fi to join, at a stage. */
export function deviceAt(t: TestContext, stage: Stage, options: DeviceOptions = {}): Device {
  const device = createDevice(t, options)
  device.start()
  device.to(stage)
  return device
}
