import mqttPacket, { type Packet } from 'mqtt-packet'
import type { Random } from '../../../tools/chaos/random.ts'
import { mutateBytes } from '../fuzz/fuzz-bytes.ts'
import { connectPacket, plug } from '../../local-platform/memory-cloud.ts'

/** What one fuzzed device does: perhaps a login, then bytes, in the chunks as given. */
export interface FuzzInput {
  readonly what: string
  readonly logsIn: boolean
  readonly bytes: Uint8Array
}

const own = '/sys/a1DEMO/plug01'

/** Every topic the platform does something for, and some that nobody has. */
const topics = [
  `${own}/thing/event/property/post`,
  `${own}/thing/event/property/batch/post`,
  `${own}/thing/event/property/history/post`,
  `${own}/thing/event/Overload/post`,
  `${own}/thing/service/property/set_reply`,
  `${own}/thing/service/Blink_reply`,
  `${own}/thing/property/desired/get`,
  `${own}/thing/property/desired/delete`,
  `${own}/thing/deviceinfo/update`,
  `${own}/thing/deviceinfo/delete`,
  `${own}/thing/deviceinfo/get`,
  `${own}/thing/config/get`,
  `${own}/thing/config/log/get`,
  `${own}/thing/config/push_reply`,
  `${own}/thing/ota/firmware/get`,
  `${own}/thing/log/post`,
  `${own}/thing/dsltemplate/get`,
  `${own}/thing/model/up_raw`,
  `${own}/_thing/diag/post`,
  `${own}/rrpc/response/1`,
  `/ext/rrpc/1${own}/thing/service/Measure`,
  '/ext/ntp/a1DEMO/plug01/request',
  '/ext/session/a1DEMO/plug01/combine/login',
  '/ota/device/inform/a1DEMO/plug01',
  '/ota/device/progress/a1DEMO/plug01',
  '/shadow/update/a1DEMO/plug01',
  '/a1DEMO/plug01/user/update',
  '/a1DEMO/plug01/user/echo',
  '/sys/a1DEMO/lamp/thing/event/property/post',
  '$SYS/x',
  '$uplink',
]

/** Texts that code trips over: as a key, as an id, as a level of a topic. */
const strange = [
  '__proto__',
  'constructor',
  'toString',
  '',
  ' ',
  '中文',
  '\u0000',
  '\ud800',
  'null',
  '../../..',
  '%00',
  '"',
  'a:b',
]
const names = [
  'PowerSwitch_1',
  'Level',
  'Color',
  'Plan',
  'value',
  'time',
  'properties',
  'identity',
  'attrKey',
  'attrValue',
]
const words = [
  'id',
  'params',
  'method',
  'sys',
  'ack',
  'version',
  'state',
  'reported',
  'desired',
  'code',
  'data',
  'step',
  'p',
]
const numbers = [0, -0, 1, -1, 1.5, 2 ** 31, 2 ** 53, 1e308, -1e308, 1e-300, 200, 460]
const methods = ['update', 'get', 'delete', 'thing.event.property.post', 'control']

function randomValue(random: Random, depth: number): unknown {
  switch (random.below(depth > 0 ? 8 : 5)) {
    case 0:
      return random.pick(numbers)
    case 1:
      return random.pick(strange)
    case 2:
      return random.pick([...names, ...methods])
    case 3:
      return random.chance(50)
    case 4:
      return null
    case 5:
      return Array.from({ length: random.below(4) }, () => randomValue(random, depth - 1))
    default:
      return randomObject(random, depth - 1)
  }
}

function randomObject(random: Random, depth: number): object {
  const entries = Array.from({ length: random.below(5) }, () => {
    const name = random.pick(random.chance(20) ? strange : random.chance(50) ? names : words)
    return `${JSON.stringify(name)}:${JSON.stringify(randomValue(random, depth)) ?? 'null'}`
  })
  // JSON.parse and not an object literal: `__proto__` is to be a key like any other.
  const object: object = JSON.parse(`{${entries.join()}}`)
  return object
}

const nested = (levels: number): string => `${'['.repeat(levels)}1${']'.repeat(levels)}`

function randomPayload(random: Random): Buffer {
  if (random.chance(10)) return Buffer.from(random.bytes(random.below(200)))
  if (random.chance(2)) return Buffer.from(`{"id":"1","params":{"Level":${nested(random.below(20_000))}}}`)
  const params = random.chance(10) ? undefined : randomValue(random, 4)
  const id = random.chance(80) ? String(random.below(1000)) : randomValue(random, 1)
  const message = { id, params, method: random.pick(methods), state: randomValue(random, 3), code: 200, version: 1 }
  const text = JSON.stringify(random.chance(80) ? message : randomValue(random, 4)) ?? ''
  return random.chance(20) ? mutateBytes(random, Buffer.from(`${text} `)) : Buffer.from(text)
}

function randomTopic(random: Random): string {
  const topic = random.pick(topics)
  if (random.chance(80)) return topic
  const levels = topic.split('/')
  levels[random.below(levels.length)] = random.pick([...strange, '+', '#', 'x'.repeat(150), '/'.repeat(120)])
  return levels.join('/')
}

function randomPacket(random: Random): Packet {
  const messageId = 1 + random.below(65_535)
  const filters = Array.from({ length: 1 + random.below(12) }, () => randomTopic(random) || 'x')
  switch (random.below(8)) {
    case 0:
      return {
        cmd: 'subscribe',
        messageId,
        subscriptions: filters.map((topic) => ({ topic, qos: random.pick([0, 1, 2]) })),
      }
    case 1:
      return { cmd: 'unsubscribe', messageId, unsubscriptions: filters }
    case 2:
      return random.pick<Packet>([{ cmd: 'pingreq' }, { cmd: 'disconnect' }, connectPacket(plug)])
    case 3:
      return { cmd: random.pick(['puback', 'pubrec', 'pubrel', 'pubcomp']), messageId }
    default: {
      const qos = random.pick<0 | 1 | 2>([0, 0, 1, 1, 2])
      const flags = { dup: random.chance(10), retain: random.chance(10) }
      return {
        cmd: 'publish',
        topic: randomTopic(random) || 'x',
        payload: randomPayload(random),
        qos,
        ...flags,
        messageId,
      }
    }
  }
}

/** One input; `random` decides everything. */
export function makeInput(random: Random): FuzzInput {
  switch (random.below(10)) {
    case 0:
      return { what: 'random bytes', logsIn: random.chance(50), bytes: random.bytes(random.below(300)) }
    case 1: {
      const clean = random.chance(50)
      const bytes = mutateBytes(random, mqttPacket.generate({ ...connectPacket(plug), clean }))
      return { what: 'a spoilt CONNECT', logsIn: false, bytes }
    }
    default: {
      const packets = Array.from({ length: 1 + random.below(5) }, () => mqttPacket.generate(randomPacket(random)))
      const whole = Buffer.concat(packets)
      const isSpoilt = random.chance(30)
      return {
        what: isSpoilt ? 'spoilt packets' : 'packets',
        logsIn: true,
        bytes: isSpoilt ? mutateBytes(random, whole) : whole,
      }
    }
  }
}
