import type { PeerConnection } from '../peer/scripted-peer.ts'
import { publish, type DeviceName, type Packet } from '../peer/scripted-peer.ts'

/** When the clock of a test began, ms since 1970. */
const epochMs = 1_780_000_000_000

/** What the platform says of a request by the end of its topic: code and data. Nothing is desired, configured or switched on. */
const replies: readonly (readonly [end: string, code: number, data: object])[] = [
  ['thing/config/get', 6710, {}],
  ['thing/config/log/get', 200, { getType: 'content', content: { mode: 0 } }],
  ['', 200, {}],
]

/** Answers a message of the device as the platform does: each request with its reply, the clock, the shadow. */
export function replyAsPlatform(
  connection: PeerConnection,
  { topicName, payload }: Packet<'publish'>,
  nowMs: number,
): void {
  const said = payload.toString('latin1')
  const { productKey, deviceName } = connection.device
  const answer = (to: string, message: object): void =>
    connection.send(publish({ topicName: to, payload: JSON.stringify(message) }))
  if (isRequest(topicName)) {
    const [, code, data] = replies.find(([end]) => topicName.endsWith(end)) ?? ['', 200, {}]
    const { id } = JSON.parse(said) as { id: unknown }
    answer(`${topicName}_reply`, { code, data, id, message: code === 200 ? 'success' : 'no', version: '1.0' })
  } else if (topicName.startsWith('/ext/ntp/')) {
    const now = String(epochMs + Math.round(nowMs))
    answer(`/ext/ntp/${productKey}/${deviceName}/response`, {
      ...(JSON.parse(said) as object),
      ...{ serverRecvTime: now, serverSendTime: now },
    })
  } else if (topicName.startsWith('/shadow/update/'))
    answer(`/shadow/get/${productKey}/${deviceName}`, shadowReply(said))
}

/** A request that the platform replies to, of a device or of anybody. */
export function isRequest(topicName: string, device?: DeviceName): boolean {
  const head = device ? `/sys/${device.productKey}/${device.deviceName}/` : '/sys/[^/]+/[^/]+/'
  return new RegExp(`^${head}_?thing/(?!.*_reply$)`).test(topicName)
}

function shadowReply(said: string): object {
  const { method, version = 1 } = JSON.parse(said) as { method: string; version?: number }
  const state = { reported: {} }
  const payload = method === 'get' ? { status: 'success', state, metadata: {} } : { status: 'success', version }
  return { method: 'reply', payload, version, timestamp: 1 }
}
