import mqttPacket, { type IPublishPacket, type Packet } from 'mqtt-packet'
import type { Switches } from '../../../firmware/switch.ts'
import { utf8, wire } from './bytes.ts'
import type { FakeBoard } from './fake-board.ts'
import { freshControl } from './fresh.ts'
import { boardWith, switchOn } from './switches.ts'

export const topics = {
  set: '/sys/a1B2c3D4e5F/plug01/thing/service/property/set',
  setReply: '/sys/a1B2c3D4e5F/plug01/thing/service/property/set_reply',
  post: '/sys/a1B2c3D4e5F/plug01/thing/event/property/post',
  postReply: '/sys/a1B2c3D4e5F/plug01/thing/event/property/post_reply',
  get: '/a1B2c3D4e5F/plug01/user/get',
  update: '/a1B2c3D4e5F/plug01/user/update',
} as const

/** One PUBLISH that the control gave the link, as mqtt-packet reads it. */
export interface Published {
  readonly topic: string
  readonly payload: string
  readonly qos: number
}

/** The control of a device with switches, as after a power-on. */
export interface Plug {
  readonly fake: FakeBoard
  readonly control: Awaited<ReturnType<typeof freshControl>>
  /** A property set with the payload as it is, or made of id and params. */
  set(payload: string | { id: unknown; params?: unknown }): void
  /** The next PUBLISH that is owed; undefined when none is. */
  next(): Published | undefined
  /** All that is owed, in order. */
  all(): Published[]
  /** A second passes; answers the lines that were logged. */
  second(): string[]
}

export async function startPlug(switches: Switches = { PowerSwitch_1: switchOn(4) }): Promise<Plug> {
  const fake = boardWith(switches)
  const control = await freshControl()
  control.startControl('a1B2c3D4e5F', 'plug01')
  const plug: Plug = {
    fake,
    control,
    set: (payload) =>
      control.deliver(topics.set, utf8(typeof payload === 'string' ? payload : JSON.stringify(payload))),
    next: () => {
      const packet = control.nextPublish()
      return packet === '' ? undefined : decodePublish(packet)
    },
    all: () => {
      const published: Published[] = []
      for (let packet = plug.next(); packet !== undefined; packet = plug.next()) published.push(packet)
      return published
    },
    second: () => {
      const before = fake.seen('log').length
      control.notice('second')
      return fake.seen('log').slice(before)
    },
  }
  return plug
}

/** One PUBLISH packet's fields, text as UTF-8; throws when it is not exactly one. */
export function decodePublish(packet: string): Published {
  const packets: IPublishPacket[] = []
  const parser = mqttPacket.parser({ protocolVersion: 4 })
  parser.on('packet', (read: Packet) => {
    if (read.cmd === 'publish') packets.push(read)
  })
  parser.on('error', (error: Error) => {
    throw error
  })
  const left = parser.parse(wire(packet))
  const [publish] = packets
  if (publish === undefined || packets.length > 1 || left > 0) throw new Error('not one PUBLISH')
  return { topic: publish.topic, payload: publish.payload.toString(), qos: publish.qos }
}
