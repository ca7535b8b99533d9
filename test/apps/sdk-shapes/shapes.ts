import type { Platform } from '../../../tools/cloud/platform/platform.ts'
import type { Product } from '../../../tools/cloud/model/product.ts'
import type { DeviceName } from '../../../tools/device-names/names.ts'

/** A PUBLISH of a device, without what differs each time: its names are {}, an id its type, a number of a version `number`. */
export interface Shape {
  readonly topic: string
  readonly qos: number
  readonly payload: unknown
}

type Json = Readonly<Record<string, unknown>>

/** What the calls need of the product. */
export const shapeProduct: Product = {
  remoteConfig: { interval: 60 },
  services: (['async', 'sync'] as const).map((callType) => ({ identifier: `wakeup_${callType}`, callType })),
}

/** Writes down the shapes of what a device publishes, from now on, in the order of their texts. */
export function recordShapes(platform: Platform, { productKey, deviceName }: DeviceName): () => Shape[] {
  const shapes: Shape[] = []
  platform.onPacket(({ direction, packet }) => {
    if (direction !== 'up' || packet.type !== 'publish') return
    const { topicName = '', qos = 0, payload } = packet
    const topic = topicName
      .replace(`/${productKey}/${deviceName}`, '/{}')
      .replace(/(rrpc(?:\/response)?\/)\d[^/]*/, '$1{id}')
    shapes.push({ topic, qos, payload: shapeOf(JSON.parse(String(payload)) as Json) })
  })
  return () => shapes.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
}

function shapeOf(message: Json): Json {
  const shape: Record<string, unknown> = { ...message }
  if ('id' in shape) shape['id'] = typeof shape['id']
  if (typeof shape['version'] === 'number') shape['version'] = 'number'
  return Object.fromEntries(Object.entries(shape).sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** What is in `these` and not in `those`, as often as it is there more. */
export function more(these: readonly Shape[], those: readonly Shape[]): Shape[] {
  const left = those.map((each) => JSON.stringify(each))
  return these.filter((each) => {
    const at = left.indexOf(JSON.stringify(each))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}
