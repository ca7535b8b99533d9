import { nameOf, type DeviceName } from '../../device-names/names.ts'
import type { Session } from '../session/sessions.ts'
import type { ThingParts } from './parts.ts'

/** What became of a synchronous call. */
export type RrpcResult =
  | { outcome: 'answered'; id: string; payload: Buffer; latencyMs: number }
  | { outcome: 'no-reply'; id: string; waitedMs: number }
  | { outcome: 'offline' | 'not-subscribed' | 'rate-limited' | 'stopped' }

export interface RrpcOptions {
  /** A custom topic, which starts with /; default: the system topic. */
  readonly topic?: string
  readonly timeoutMs?: number
  /** Called once the message was sent, before the reply comes. */
  readonly onSent?: () => void
}

/** Makes a synchronous call and waits for the reply on its response topic. Never rejects. */
export async function sendRrpc(
  parts: ThingParts,
  device: DeviceName,
  payload: Buffer,
  { topic, timeoutMs = parts.rules.rrpcWaitMs, onSent }: RrpcOptions,
): Promise<RrpcResult> {
  // The cloud's messageId is a long decimal number.
  const id = `${parts.wallNow()}${parts.nextId().padStart(6, '0')}`
  const own = `/sys/${device.productKey}/${device.deviceName}`
  const topicName = topic === undefined ? `${own}/rrpc/request/${id}` : `/ext/rrpc/${id}${topic}`
  const sent = parts.downlink.send(device, topicName, payload, 0)
  if (sent !== 'sent') return { outcome: sent === 'queued' ? 'offline' : sent }
  onSent?.()
  parts.hub.emit({ type: 'rrpc', device: nameOf(device), id, topicName })
  const end = await parts.calls.wait(device, id, timeoutMs)
  if (end.outcome === 'answered') return { outcome: 'answered', id, payload: end.reply, latencyMs: end.latencyMs }
  return end.outcome === 'no-reply' ? { ...end, id } : end
}

/** Whether a session's clientId has bit 0 of `ext`: RRPC on custom topics, and with it synchronous services there. */
export function takesCustomRrpc({ admission }: Session): boolean {
  return Number(admission.clientId.extension.get('ext') ?? 0) % 2 === 1
}

/** Processes a reply to a synchronous call. Returns false if the topic is not one of RRPC. */
export function takeRrpcReply(parts: ThingParts, device: DeviceName, topicName: string, payload: Buffer): boolean {
  const { productKey, deviceName } = device
  const system = `/sys/${productKey}/${deviceName}/rrpc/response/`
  const id = topicName.startsWith(system)
    ? topicName.slice(system.length)
    : /^\/ext\/rrpc\/([^/]+)\/./.exec(topicName)?.[1]
  if (id === undefined || id === '') return false
  parts.hub.emit({ type: 'rrpc-reply', device, id, latencyMs: parts.calls.answered(device, id, payload) })
  return true
}
