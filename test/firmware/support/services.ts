import type { TestContext } from 'node:test'
import { pingresp, type PublishFields } from '../../peer/mqtt-bytes.ts'
import type { ServiceReply } from '../../../firmware/thing/on-service.ts'
import { readyDevice, type Api, type Device } from './device.ts'

export const own = '/sys/a1B2c3D4e5F/plug01/'
export const serviceTopic = (name: string): string => `${own}thing/service/${name}`

/** A message arrives; calls are handled a moment later. */
export function arrive(device: Device, fields: PublishFields): void {
  device.publish(fields)
  device.seconds(0)
}

export interface Call {
  readonly name: string
  readonly id?: unknown
  readonly params?: unknown
  /** The number of a RRPC; without it the call is asynchronous. */
  readonly rrpc?: string
  readonly dup?: boolean
}

/** A call of a service arrives, as the platform writes it. */
export function call(device: Device, { name, id = '1', params = {}, rrpc, dup = false }: Call): void {
  const payload = JSON.stringify({ method: `thing.service.${name}`, id, params, version: '1.0.0' })
  const topicName = rrpc === undefined ? serviceTopic(name) : `${own}rrpc/request/${rrpc}`
  arrive(device, { topicName, payload, qos: 1, packetId: 7, dup })
}

/** What was published: the end of its topic, and its payload parsed. */
export const said = (device: Device): [topic: string, reply: unknown][] =>
  device.published().map(({ topic, payload }) => [topic.replace(own, ''), JSON.parse(payload)])

/** The codes of what was published, by its id. */
export const codes = (device: Device): [id: string, code: number][] =>
  device.published().map(({ payload }) => {
    const { id, code } = JSON.parse(payload) as { id: string; code: number }
    return [id, code]
  })

export const withService = (t: TestContext, app: (api: Api) => void): Device => readyDevice(t, { app })

/** A device whose service Hold notes what it gets, and replies when the test does. */
export function holding(t: TestContext): { device: Device; replies: ServiceReply[] } {
  const replies: ServiceReply[] = []
  const device = withService(t, ({ onService }) => onService('Hold', (_res, reply) => replies.push(reply)))
  return { device, replies }
}

/** Lets time pass in a session that stays. */
export function live(device: Device, s: number): void {
  for (let left = s * 10; left > 0; left -= Math.min(left, 10)) {
    device.seconds(Math.min(left, 10) / 10)
    device.socket().drain()
    if (device.packets().some(({ cmd }) => cmd === 'pingreq')) device.socket().data(pingresp())
  }
}
