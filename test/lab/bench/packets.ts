import { generate } from 'mqtt-packet'
import { createRandom } from '../../../tools/chaos/random.ts'
import { identity } from '../engine/device-config.ts'

export const device = `/${identity.productKey}/${identity.deviceName}/`
export const topics = {
  set: `/sys${device}thing/service/property/set`,
  reply: `/sys${device}thing/service/property/set_reply`,
  post: `/sys${device}thing/event/property/post`,
  get: `${device}user/get`,
} as const

/** A PUBLISH at QoS 0. */
export function publishPacket(topic: string, payload: string): Buffer {
  return generate({ cmd: 'publish', topic, payload, qos: 0, dup: false, retain: false })
}

/** The id of the nth set of a round, ten digits, as the platform's. */
export function idOf(round: number, index: number): string {
  return String(1_000_000_000 + round * 1_000_000 + index)
}

export interface SetOptions {
  /** With another name than "id" the message is parsed, but then ignored. */
  readonly idName?: 'id' | 'nr'
  /** Length of the payload, bytes; it is filled up with an unknown field. */
  readonly payloadBytes?: number
}

/** An Aliyun property set: 104 bytes of payload unless it is to be longer. */
export function setPayload(id: string, value: 0 | 1, { idName = 'id', payloadBytes }: SetOptions = {}): string {
  const pad = (text: string): string => `{"method":"thing.service.property.set","${idName}":"${id}",${text}`
  const rest = `"params":{"PowerSwitch_1":${value}},"version":"1.0.0"}`
  const plain = pad(rest)
  if (payloadBytes === undefined) return plain
  const frame = pad(`"pad":"",${rest}`).length
  return pad(`"pad":"${'x'.repeat(payloadBytes - frame)}",${rest}`)
}

/** `count` sets that switch on and off in turn, the last one leaving it off, a packet each. */
export function setPackets(round: number, count: number, options: SetOptions = {}): Buffer[] {
  return Array.from({ length: count }, (_, index) =>
    publishPacket(topics.set, setPayload(idOf(round, index), index % 2 === 0 ? 1 : 0, options)),
  )
}

/** The same bytes in pieces of 1 to 50 bytes, the same ones for the same seed. */
export function rechunk(packets: readonly Buffer[], seed: string): Buffer[] {
  const random = createRandom(seed)
  const bytes = Buffer.concat(packets)
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + random.below(50)
    pieces.push(bytes.subarray(at, end))
    at = end
  }
  return pieces
}
