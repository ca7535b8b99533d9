import { readApplication } from '../../tools/build/application.ts'
import { ensureBuilt } from '../../tools/build/firmware.ts'
import { puback, publish, suback, unsuback, type ClientPacket, type PeerConnection } from '../peer/scripted-peer.ts'
import type { Bench } from '../rig/bench.ts'

/** A request with a callback, which test/features/apps/everything.ts makes when it is asked to by its number. */
export interface Request {
  readonly name: string
  readonly number: number
  /** Whether a packet of the board is this request. */
  readonly is: (packet: ClientPacket) => boolean
  /** The answer to it. */
  readonly answer: (packet: ClientPacket, connection: PeerConnection) => Uint8Array
  /** What the callback gets of the answer, and without one, as the application prints it. */
  readonly told: string
  readonly lost: string
  /** What must have been asked before. */
  readonly after?: number
  /** Its packetId is the same each time: after a lost answer it is in use. */
  readonly keepsPacketId?: true
  /** It can only be answered in its own session. */
  readonly isAcknowledged?: true
}

const noReply = '{"code":0,"message":"no-reply"}'

/** A request of Alink: the end of its topic. */
function alink(name: string, number: number, tail: string): Request {
  return {
    ...{ name, number, told: '"code":200', lost: noReply },
    is: (packet) => packet.type === 'publish' && packet.topicName.endsWith(`/${tail}`),
    answer(packet) {
      if (packet.type !== 'publish') throw new Error(packet.type)
      const { id } = JSON.parse(packet.payload.toString('latin1')) as { id: string }
      const payload = JSON.stringify({ code: 200, data: {}, id, message: 'success', version: '1.0' })
      return publish({ topicName: `${packet.topicName}_reply`, payload })
    },
  }
}

const packetIdOf = (packet: ClientPacket): number => ('packetId' in packet ? (packet.packetId ?? 0) : 0)
const acknowledged = { lost: '"no-reply"', isAcknowledged: true } as const
const serverMs = '1780000000000'

export const requests: readonly Request[] = [
  alink('postProps', 0, 'thing/event/property/post'),
  alink('postEvent', 1, 'thing/event/Alarm/post'),
  alink('postBatch', 2, 'thing/event/property/batch/post'),
  alink('postHistory', 3, 'thing/event/property/history/post'),
  alink('postTags', 4, 'thing/deviceinfo/update'),
  alink('deleteTags', 5, 'thing/deviceinfo/delete'),
  alink('getConfig', 6, 'thing/config/get'),
  alink('getDesired', 7, 'thing/property/desired/get'),
  alink('deleteDesired', 8, 'thing/property/desired/delete'),
  alink('postNetwork', 9, '_thing/diag/post'),
  {
    ...{ name: 'publish at QoS 1', number: 10, told: '"acknowledged"', ...acknowledged },
    is: (packet) => packet.type === 'publish' && packet.qos === 1,
    answer: (packet) => puback(packetIdOf(packet)),
  },
  {
    ...{ name: 'subscribe', number: 11, keepsPacketId: true, told: '"qos":1', ...acknowledged },
    is: (packet) => packet.type === 'subscribe' && packet.filters[0]?.topicFilter.endsWith('/user/more') === true,
    answer: (packet) => suback(packetIdOf(packet), [1]),
  },
  {
    ...{ name: 'unsubscribe', number: 12, after: 11, keepsPacketId: true, told: '"unsubscribed"', ...acknowledged },
    is: (packet) => packet.type === 'unsubscribe',
    answer: (packet) => unsuback(packetIdOf(packet)),
  },
  {
    ...{ name: 'syncClock', number: 13, told: serverMs.slice(0, 8), lost: '0' },
    is: (packet) => packet.type === 'publish' && packet.topicName.startsWith('/ext/ntp/'),
    answer(packet) {
      if (packet.type !== 'publish') throw new Error(packet.type)
      const sent = JSON.parse(packet.payload.toString()) as object
      const payload = JSON.stringify({ ...sent, serverRecvTime: serverMs, serverSendTime: serverMs })
      return publish({ topicName: packet.topicName.replace('request', 'response'), payload })
    },
  },
]

export const everything = await ensureBuilt('dist', readApplication('test/features/apps/everything.ts'))

/** Keeps back the answer to one request: the packet comes to `asked`. */
export function hold(bench: Bench, { is }: Request): ClientPacket[] {
  const held: ClientPacket[] = []
  for (const type of ['publish', 'subscribe', 'unsubscribe'] as const)
    bench.peer.on(type, (connection, packet) => {
      if (is(packet)) held.push(packet)
      else connection.answer(packet)
    })
  return held
}

/** Has the application make a request, and waits until it has gone out. */
export function ask(bench: Bench, { number, name, after }: Request, held: readonly ClientPacket[]): ClientPacket {
  const { productKey, deviceName } = bench.connection.device
  const before = held.length
  for (const each of [after, number].filter((one) => one !== undefined)) {
    // One after the other: what the first one told is not counted.
    bench.pass(100)
    bench.connection.send(publish({ topicName: `/${productKey}/${deviceName}/user/ask`, payload: String(each) }))
  }
  bench.until(() => held.length > before, 2_000)
  const packet = held.at(-1)
  if (packet === undefined) throw new Error(`${name} did not go out`)
  return packet
}

/** What callbacks were told since the line of that index. */
export function toldSince(bench: Bench, from: number): string[] {
  return bench.log.lines.slice(from).flatMap(({ text }) => (text.startsWith('told ') ? [text.slice(5)] : []))
}
