import { Buffer } from 'node:buffer'
import type { Random } from '../../../tools/chaos/random.ts'
import { puback, publish, suback, unsuback, type DeviceName } from '../../peer/mqtt-bytes.ts'
import { mutateBytes } from './fuzz-bytes.ts'
import { badSet, changeOnce, goodSet, oddTexts } from './fuzz-downlink.ts'

/** A request of the device that has gone out: its topic, and its id as it came. */
export interface Asked {
  readonly topicName: string
  readonly id: unknown
}

/** A message that features listen to: its topic, and a payload as the platform writes it. */
interface Arrival {
  readonly topicName: string
  readonly payload: string
}

type Make = (random: Random, device: DeviceName, asked: readonly Asked[]) => Arrival

const codes = [200, 200, 200, 400, 460, 429, 500, 5161, 6106, 6661, 6710, 100001] as const

const sys = ({ productKey, deviceName }: DeviceName, tail: string): string => `/sys/${productKey}/${deviceName}/${tail}`
const numberOf = (random: Random): string => String(random.below(2 ** 32))

/** What the platform may say of a request, by the end of its topic. */
const dataOf: readonly (readonly [end: string, make: (random: Random) => unknown])[] = [
  [
    'desired/get',
    (random) => ({ PowerSwitch_1: { value: random.below(2), version: random.below(9) }, PowerSwitch_2: {} }),
  ],
  ['config/get', (random) => remoteConfig(random)],
  ['log/get', (random) => ({ getType: 'content', content: { mode: random.below(2) } })],
  ['', () => ({})],
]

const remoteConfig = (random: Random) => ({
  ...{ configId: `c${random.below(99)}`, configSize: random.below(70_000), getType: 'file', signMethod: 'Sha256' },
  ...{ sign: Buffer.from(random.bytes(32)).toString('hex'), url: 'http://cloud.test/config.json' },
})

/** The firmware's own settings, right, wrong and forbidden. */
const settings = (random: Random) => ({
  link: {
    keepAliveS: random.pick([60, 0, 29, 1200, '60', null, 1e9]),
    rebootAfterMin: random.pick([0, 15, -1, 1e9, 'x']),
  },
  ...(random.chance(20) && { wifi: { ssid: 'Foreign', password: 'foreign' } }),
  ...(random.chance(20) && { aliyun: { host: 'foreign.test', deviceSecret: 'f'.repeat(32) } }),
})

const json = JSON.stringify

const reply: Make = (random, device, asked) => {
  const { topicName, id } =
    asked.length > 0 && random.chance(80)
      ? random.pick(asked)
      : { topicName: sys(device, random.pick(requestTails)), id: String(random.below(2000)) }
  const data = dataOf.find(([end]) => topicName.endsWith(end))?.[1](random)
  return {
    topicName: `${topicName}_reply`,
    payload: json({ code: random.pick(codes), data, id, message: 'success', version: '1.0' }),
  }
}

const requestTails = [
  ...[
    'thing/event/property/post',
    'thing/event/alarm/post',
    'thing/event/property/batch/post',
    'thing/event/property/history/post',
  ],
  ...[
    'thing/property/desired/get',
    'thing/property/desired/delete',
    'thing/deviceinfo/update',
    'thing/deviceinfo/delete',
  ],
  ...['thing/config/get', 'thing/config/log/get', 'thing/log/post', '_thing/diag/post'],
] as const

const services = ['Restart', 'Echo', 'unknown', 'property/get', '+', '__proto__', 'toString', ''] as const

const call = (random: Random): string => {
  const params = { a: random.below(99), b: Buffer.from(random.bytes(random.below(40))).toString('latin1') }
  return json({ method: `thing.service.${random.pick(services)}`, id: numberOf(random), params, version: '1.0.0' })
}

const shadow = (random: Random): string => {
  const state = { desired: { PowerSwitch_1: random.below(2) }, reported: { PowerSwitch_1: random.below(2) } }
  const content = { errorcode: String(400 + random.below(10)), errormessage: 'no' }
  const payload = random.chance(30)
    ? { status: 'error', content }
    : { status: 'success', state, version: random.below(99) }
  return json({
    method: random.pick(['reply', 'control']),
    payload,
    version: random.below(99),
    timestamp: random.below(2 ** 31),
  })
}

const ntp = (random: Random): string => {
  const ms = () => String(1_700_000_000_000 + random.below(2 ** 32))
  return json({ deviceSendTime: ms(), serverRecvTime: ms(), serverSendTime: ms() })
}

const topic =
  (topicOf: (device: DeviceName, random: Random) => string, payload: (random: Random) => string): Make =>
  (random, device) => ({ topicName: topicOf(device, random), payload: payload(random) })

/** Everything that arrives for a feature, in equal shares but for replies, which are of many kinds. */
const makes: readonly Make[] = [
  ...new Array<Make>(6).fill(reply),
  topic((device, random) => sys(device, `thing/service/${random.pick(services)}`), call),
  topic((device, random) => sys(device, `rrpc/request/${numberOf(random)}`), call),
  topic(
    (device, random) =>
      `/ext/rrpc/${numberOf(random)}/${device.productKey}/${device.deviceName}/${random.pick(['user/ask', 'user/echo', ''])}`,
    call,
  ),
  topic(
    (device, random) => `/ext/rrpc/${numberOf(random)}${sys(device, `thing/service/${random.pick(services)}`)}`,
    call,
  ),
  topic(
    (device) => sys(device, 'thing/config/push'),
    (random) =>
      json({
        id: numberOf(random),
        version: '1.0',
        method: 'thing.config.push',
        params: random.chance(50) ? remoteConfig(random) : settings(random),
      }),
  ),
  topic(
    (device) => sys(device, 'thing/config/log/push'),
    (random) => json({ id: numberOf(random), params: { getType: 'content', content: { mode: random.below(3) } } }),
  ),
  topic(({ productKey, deviceName }) => `/ext/ntp/${productKey}/${deviceName}/response`, ntp),
  topic(({ productKey, deviceName }) => `/shadow/get/${productKey}/${deviceName}`, shadow),
  topic(
    (device, random) => sys(device, `broadcast/request/${numberOf(random)}`),
    (random) => Buffer.from(random.bytes(random.below(60))).toString('latin1'),
  ),
  topic(({ productKey }, random) => `/broadcast/${productKey}/${random.pick(['news', 'news/more', ''])}`, call),
  topic(
    ({ productKey, deviceName }) => `/ext/error/${productKey}/${deviceName}`,
    (random) => json({ id: numberOf(random), code: 520, data: {}, message: 'session' }),
  ),
  topic((device) => sys(device, 'thing/service/property/set'), goodSet),
]

/** Payload of a message that is spoilt: in its bytes, in the meaning of its JSON, or altogether; sometimes left as it is. */
function spoil(random: Random, payload: string): Uint8Array {
  const kind = random.below(8)
  if (kind === 0) return Buffer.from(random.pick(oddTexts))
  if (kind === 1) return Buffer.from(random.bytes(random.below(300)))
  if (kind === 2) return mutateBytes(random, Buffer.from(payload))
  if (kind === 3) return Buffer.from(deep(random))
  if (kind === 4) return badSet(random)
  if (kind === 5) return Buffer.from(payload)
  try {
    return Buffer.from(json(changeOnce(random, JSON.parse(payload))) ?? '')
  } catch {
    // It is no JSON.
    return mutateBytes(random, Buffer.from(payload))
  }
}

/** JSON that would take much memory: deep, or of many short values. */
function deep(random: Random): string {
  const count = 10 + random.below(900)
  return random.chance(50)
    ? `{"id":"1","data":${'['.repeat(count)}${']'.repeat(count)}}`
    : `{"id":"1","data":[${'1,'.repeat(count)}1]}`
}

/** An acknowledgement that was not asked for, or was, of any packetId. */
function acknowledgement(random: Random): Buffer {
  const packetId = random.pick([
    random.below(0x10000),
    random.below(40),
    0x100 + random.below(40),
    0xff00 + random.below(0x100),
  ])
  const kind = random.below(3)
  return kind === 0
    ? puback(packetId)
    : kind === 1
      ? unsuback(packetId)
      : suback(packetId, [random.pick([0, 1, 2, 0x80, 0xff])])
}

/** How many messages an input has at the most; half as many on average. */
const mostMessages = 40

/** Messages to features, each spoilt or not, at QoS 0 or 1, sometimes twice, and now and then an acknowledgement. */
export function badArrivals(random: Random, device: DeviceName, asked: readonly Asked[]): Buffer {
  if (random.chance(4)) return acknowledgement(random)
  const count = 1 + random.below(mostMessages)
  return Buffer.concat(Array.from({ length: count }, () => badArrival(random, device, asked)))
}

/** One message to a feature. */
export function badArrival(random: Random, device: DeviceName, asked: readonly Asked[]): Buffer {
  const { topicName, payload } = random.pick(makes)(random, device, asked)
  const qos = random.chance(50) ? 1 : 0
  const retain = random.chance(3)
  const bytes = publish({ topicName, payload: spoil(random, payload), qos, retain, packetId: 1 + random.below(0xffff) })
  return random.chance(10) ? Buffer.concat([bytes, bytes]) : bytes
}
