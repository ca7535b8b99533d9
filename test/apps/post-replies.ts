import { publish, type ScriptedPeer } from '../peer/scripted-peer.ts'

/** From now on the peer acknowledges property posts as the platform does, each with a reply of success. */
export function replyToPosts(peer: ScriptedPeer): void {
  peer.on('publish', (connection, packet) => {
    connection.answer(packet)
    if (!packet.topicName.endsWith('/thing/event/property/post')) return
    const { id } = JSON.parse(packet.payload.toString('latin1')) as { id: string }
    const reply = { code: 200, data: {}, id, message: 'success', method: 'thing.event.property.post', version: '1.0' }
    connection.send(publish({ topicName: `${packet.topicName}_reply`, payload: JSON.stringify(reply) }))
  })
}
