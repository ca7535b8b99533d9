import { Buffer } from 'node:buffer'
import type { Random } from '../../../tools/chaos/random.ts'
import { mutateBytes } from './fuzz-bytes.ts'
import { pingresp, propertySetTopic, puback, publish, type DeviceName } from '../../peer/mqtt-bytes.ts'

/** What the platform may say in a session, with payloads left to the caller. */
type Payload = () => string | Uint8Array

/** A property set as the platform writes it, of one or two switches, on or off. */
export function goodSet(random: Random): string {
  const names = random.chance(20) ? ['PowerSwitch_1', 'PowerSwitch_2'] : ['PowerSwitch_1']
  const params = Object.fromEntries(names.map((name) => [name, random.below(2)]))
  return JSON.stringify({
    method: 'thing.service.property.set',
    id: String(random.below(2 ** 32)),
    params,
    version: '1.0.0',
  })
}

/** A packet that belongs into a running session: mostly a property set, at QoS 0 or 1. */
export function goodPacket(random: Random, device: DeviceName, payload: Payload = () => goodSet(random)): Buffer {
  const kind = random.below(10)
  const { productKey, deviceName } = device
  const packetId = 1 + random.below(0xffff)
  if (kind === 0) return pingresp()
  if (kind === 1) return publish({ topicName: `/${productKey}/${deviceName}/user/get`, payload: 'hello' })
  if (kind === 2) {
    const topicName = `/sys/${productKey}/${deviceName}/thing/event/property/post_reply`
    return publish({ topicName, payload: '{"code":200,"data":{},"id":"1","message":"success","version":"1.0"}' })
  }
  const qos = random.chance(50) ? 1 : 0
  return publish({
    topicName: propertySetTopic(device),
    payload: payload(),
    qos,
    packetId,
    dup: qos === 1 && random.chance(10),
  })
}

/** Up to `packets` good packets in a row. */
export function goodDownlink(random: Random, device: DeviceName, packets: number): Buffer {
  return Buffer.concat(Array.from({ length: 1 + random.below(packets) }, () => goodPacket(random, device)))
}

/** Values that a property, an id or any other place of a payload should not have. */
const wrongValues: readonly unknown[] = [
  ...[2, -1, 0.5, 1e308, -0, 2 ** 53, 4294967296],
  ...['1', 'on', '', 'x'.repeat(300), '\u0000', '\ud800', '客厅', '__proto__'],
  ...[true, false, null, [], [1], {}, { value: 1 }, { toString: 1 }],
]

const oddNames = [
  '__proto__',
  'constructor',
  'toString',
  'length',
  'PowerSwitch_2',
  'powerswitch_1',
  '',
  '客厅',
] as const

/** Payloads that are strange as a whole. */
export const oddTexts: readonly string[] = [
  ...['', ' ', 'null', '7', '[]', '""', 'on', '{', '{}', '{}{}', '[{}]', '{"params":7}', 'NaN', '\ufeff{}'],
  ...['['.repeat(200), '{"a":'.repeat(200) + '1' + '}'.repeat(200), '{"id":"1","id":"2","params":{}}'],
  '{"id":"1","params":{"PowerSwitch_1":1,"PowerSwitch_1":0}}',
  '{"id":"1","params":{"__proto__":{"PowerSwitch_1":1}}}',
  '{"id":"1","params":{"PowerSwitch\\u005f1":1}}',
  "{'id':'1','params':{'PowerSwitch_1':1}}",
  '{"id":"1","params":{"PowerSwitch_1":1,},}trailing',
]

/** A property set with something wrong in it: its JSON, its names and values, or its bytes. */
export function badSet(random: Random): Uint8Array {
  const text = goodSet(random)
  const kind = random.below(4)
  if (kind === 0) return Buffer.from(random.pick(oddTexts))
  if (kind === 1) return mutateBytes(random, Buffer.from(text))
  return Buffer.from(JSON.stringify(changeOnce(random, JSON.parse(text))))
}

/** Puts a wrong value, an odd name or a hole somewhere into a value made of objects. */
export function changeOnce(random: Random, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || random.chance(10)) return random.pick(wrongValues)
  const entries = Object.entries(value)
  const at = random.below(entries.length)
  const [name, inner] = entries[at] ?? ['', undefined]
  const kind = random.below(6)
  if (kind === 0) return Object.fromEntries(entries.toSpliced(at, 1))
  if (kind === 1) return Object.fromEntries(entries.with(at, [random.pick(oddNames), inner]))
  if (kind === 2) return Object.fromEntries([...entries, [random.pick(oddNames), random.pick(wrongValues)]])
  return Object.fromEntries(entries.with(at, [name, changeOnce(random, inner)]))
}

/**
 * A stretch of downlink for a fuzzer: mostly good traffic that is spoilt in one place, in its bytes or in the meaning of
 * its payloads, sometimes nothing but random bytes.
 */
export function badDownlink(random: Random, device: DeviceName): Buffer {
  const kind = random.below(10)
  if (kind === 0) return Buffer.from(random.bytes(1 + random.below(200)))
  if (kind < 5) return mutateBytes(random, goodDownlink(random, device, 5))
  const good = [goodDownlink(random, device, 2), goodPacket(random, device, () => badSet(random))]
  return Buffer.concat([...good, puback(random.below(0x10000))].slice(0, random.chance(10) ? 3 : 2))
}
