import { publish, type PeerConnection, type ScriptedPeer } from '../peer/scripted-peer.ts'

/**
 * From now on the peer acknowledges property posts as the platform does, each with a reply of success; with `timeMs` it also says
 * what time it is, ms since 1970, to who asks.
 */
export function replyToPosts(peer: ScriptedPeer, timeMs?: () => number): void {
  peer.on('publish', (connection, packet) => {
    connection.answer(packet)
    const { topicName, payload } = packet
    if (timeMs !== undefined && topicName.startsWith('/ext/ntp/')) tellTime(connection, topicName, payload, timeMs())
    if (!topicName.endsWith('/thing/event/property/post')) return
    const { id } = JSON.parse(payload.toString('latin1')) as { id: string }
    const reply = { code: 200, data: {}, id, message: 'success', method: 'thing.event.property.post', version: '1.0' }
    connection.send(publish({ topicName: `${topicName}_reply`, payload: JSON.stringify(reply) }))
  })
}

function tellTime(connection: PeerConnection, topicName: string, payload: Uint8Array, now: number): void {
  const { deviceSendTime } = JSON.parse(Buffer.from(payload).toString('latin1')) as { deviceSendTime: string }
  const answer = { deviceSendTime, serverRecvTime: String(now), serverSendTime: String(now) }
  connection.send(publish({ topicName: topicName.replace(/request$/, 'response'), payload: JSON.stringify(answer) }))
}
