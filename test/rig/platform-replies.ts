import { publish, type PacketHandler } from '../peer/scripted-peer.ts'

/** When the clock of a test began, ms since 1970. */
const epochMs = 1_780_000_000_000

/** What the platform says of a request by the end of its topic: code and data. Nothing is desired, configured or switched on. */
const replies: readonly (readonly [end: string, code: number, data: object])[] = [
  ['thing/config/get', 6710, {}],
  ['thing/config/log/get', 200, { getType: 'content', content: { mode: 0 } }],
  ['', 200, {}],
]

/** Returns what answers messages of a device as the platform does: each request with its reply, the clock, the shadow. */
export function replyAsPlatform(nowMs: () => number): PacketHandler<'publish'> {
  return (connection, { topicName, payload }) => {
    const said = payload.toString('latin1')
    const { productKey, deviceName } = connection.device
    const answer = (to: string, message: object): void =>
      connection.send(publish({ topicName: to, payload: JSON.stringify(message) }))
    if (isRequest(topicName)) {
      const [, code, data] = replies.find(([end]) => topicName.endsWith(end)) ?? ['', 200, {}]
      const { id } = JSON.parse(said) as { id: unknown }
      answer(`${topicName}_reply`, { code, data, id, message: code === 200 ? 'success' : 'no', version: '1.0' })
    } else if (topicName.startsWith('/ext/ntp/')) {
      const now = String(epochMs + Math.round(nowMs()))
      const times = { serverRecvTime: now, serverSendTime: now }
      answer(`/ext/ntp/${productKey}/${deviceName}/response`, { ...(JSON.parse(said) as object), ...times })
    } else if (topicName.startsWith('/shadow/update/'))
      answer(`/shadow/get/${productKey}/${deviceName}`, shadowReply(said))
  }
}

/** Whether a device asks the platform for something on this topic, which replies to it. */
export const isRequest = (topicName: string): boolean => /^\/sys\/[^/]+\/[^/]+\/_?thing\/(?!.*_reply$)/.test(topicName)

function shadowReply(said: string): object {
  const { method, version = 1 } = JSON.parse(said) as { method: string; version?: number }
  const state = { reported: {} }
  const payload = method === 'get' ? { status: 'success', state, metadata: {} } : { status: 'success', version }
  return { method: 'reply', payload, version, timestamp: 1 }
}
