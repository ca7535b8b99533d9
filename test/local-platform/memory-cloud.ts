import { duplexPair } from 'node:stream'
import type { TestContext } from 'node:test'
import mqttPacket, { type IConnectPacket, type IPublishPacket, type Packet } from 'mqtt-packet'
import type { Device } from '../../tools/cloud/model/device.ts'
import type { PlatformEvent } from '../../tools/cloud/model/events.ts'
import { sign } from '../../tools/cloud/login/password.ts'
import { createPlatform, type Platform, type PlatformOptions } from '../../tools/cloud/platform/platform.ts'
import { createVirtualClock, type VirtualClock } from '../virtual/virtual-clock.ts'

export const plug: Device = { productKey: 'a1DEMO', deviceName: 'plug01', deviceSecret: '0123456789abcdef' }
export const lamp: Device = { productKey: 'a1DEMO', deviceName: 'lamp', deviceSecret: 'another secret' }

/** A platform on a virtual clock, its devices on streams in memory: what one step causes has happened at its end. */
export interface MemoryCloud {
  readonly platform: Platform
  readonly clock: VirtualClock
  readonly events: PlatformEvent[]
  /** The events of one type, in order. */
  seen<Type extends PlatformEvent['type']>(type: Type): Extract<PlatformEvent, { type: Type }>[]
  /** A connection that has said nothing yet; `isSecure` as if it came over TLS. */
  dial(isSecure?: boolean, address?: string): RawDevice
  /** A connection whose CONNECT was sent; `changes` go into that packet. */
  connect(device?: Device, changes?: Partial<IConnectPacket>): Promise<RawDevice>
  close(): Promise<void>
}

/** A device that is nothing but packets. */
export interface RawDevice {
  /** Everything that came, in order. */
  readonly received: Packet[]
  readonly isClosed: boolean
  send(packet: Packet): Promise<void>
  /** Sends without waiting for what it causes. */
  push(packet: Packet): void
  sendBytes(bytes: Uint8Array): Promise<void>
  publish(topic: string, payload: object | string, qos?: 0 | 1 | 2): Promise<void>
  /** Answers the codes of the SUBACK. */
  subscribe(...topicFilters: [topicFilter: string, qos: 0 | 1 | 2][]): Promise<number[]>
  /** The PUBLISH packets that came. */
  published(): IPublishPacket[]
  /** Ends the stream without a DISCONNECT. */
  hangUp(): Promise<void>
}

/** Starts a platform for one test; it is closed at the test's end. */
export async function startMemoryCloud(t: TestContext, options: Partial<PlatformOptions> = {}): Promise<MemoryCloud> {
  const clock = createVirtualClock()
  const devices = [plug, lamp]
  const platform = await createPlatform({ devices, clock, wallNow: () => 1_700_000_000_000, ...options })
  t.after(() => platform.close())
  const events: PlatformEvent[] = []
  platform.onEvent((event) => events.push(event))
  const dial = (isSecure = false, address = 'memory') => dialPlatform(platform, clock, isSecure, address)
  return {
    platform,
    clock,
    events,
    seen: <Type extends PlatformEvent['type']>(type: Type) =>
      events.filter((event): event is Extract<PlatformEvent, { type: Type }> => event.type === type),
    dial,
    async connect(device = plug, changes = {}) {
      const raw = dial()
      await raw.send({ ...connectPacket(device), ...changes })
      return raw
    },
    close: () => platform.close(),
  }
}

/** What a promise has come to by now; 'pending' when it is still open. */
export async function soFar<Value>(clock: VirtualClock, promise: Promise<Value>): Promise<Value | 'pending'> {
  await clock.settle()
  return Promise.race([promise, Promise.resolve('pending' as const)])
}

/** A CONNECT with a right hmacsha256 signature and keepAlive 60. */
export function connectPacket(device: Device, extension = 'securemode=3,signmethod=hmacsha256'): IConnectPacket {
  const clientId = `${device.productKey}.${device.deviceName}`
  return {
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    keepalive: 60,
    clientId: `${clientId}|${extension}|`,
    username: `${device.deviceName}&${device.productKey}`,
    password: Buffer.from(sign('hmacsha256', device.deviceSecret, { ...device, clientId })),
  }
}

function dialPlatform(platform: Platform, clock: VirtualClock, isSecure: boolean, address: string): RawDevice {
  const [near, far] = duplexPair()
  const received: Packet[] = []
  const parser = mqttPacket.parser()
  let [isClosed, lastPacketId] = [false, 0]
  parser.on('packet', (packet) => received.push(packet))
  near.on('data', (chunk: Buffer) => parser.parse(chunk))
  far.once('close', () => (isClosed = true))
  platform.attach(far, address, isSecure)
  const sendBytes = (bytes: Uint8Array) => {
    near.write(bytes)
    return clock.settle()
  }
  const send = (packet: Packet) => sendBytes(mqttPacket.generate(packet))
  return {
    received,
    get isClosed() {
      return isClosed
    },
    send,
    push: (packet) => void near.write(mqttPacket.generate(packet)),
    sendBytes,
    publish(topic, payload, qos = 0) {
      const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
      const packetId = qos === 0 ? {} : { messageId: ++lastPacketId }
      return send({ cmd: 'publish', topic, payload: text, qos, dup: false, retain: false, ...packetId })
    },
    async subscribe(...topicFilters) {
      const subscriptions = topicFilters.map(([topic, qos]) => ({ topic, qos }))
      await send({ cmd: 'subscribe', messageId: ++lastPacketId, subscriptions })
      const suback = received.findLast((packet) => packet.cmd === 'suback')
      return suback?.cmd === 'suback' ? suback.granted.map(Number) : []
    },
    published: () => received.filter((packet) => packet.cmd === 'publish'),
    hangUp() {
      near.end()
      return clock.settle()
    },
  }
}
