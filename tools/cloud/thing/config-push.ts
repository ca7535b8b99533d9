import { readReply } from './alink.ts'
import { nameOf, type DeviceName } from '../../device-names/names.ts'
import { isJsonObject, readJson, type JsonObject } from '../model/json.ts'
import type { ConfigPush } from '../model/outcomes.ts'
import { configOf, faultOf, pushConfig } from './config.ts'
import type { ThingParts } from './parts.ts'

/** Pushes the configuration of its product to a device, and waits for its `push_reply`. Never rejects. */
export async function pushConfigTo(parts: ThingParts, device: DeviceName): Promise<ConfigPush> {
  const config = configOf(parts, device.productKey)
  const fault = faultOf(config)
  if (fault !== undefined) return { outcome: 'refused', ...fault }
  const session = parts.sessions.online(device)
  if (session === undefined) return { outcome: 'offline' }
  const { sent, id } = pushConfig(parts, session, config ?? {})
  if (sent !== 'sent') return { outcome: sent === 'queued' ? 'offline' : sent }
  const end = await parts.calls.wait(device, id, parts.rules.rrpcWaitMs)
  if (end.outcome === 'no-reply') return { ...end, id }
  if (end.outcome === 'stopped') return end
  const message = readJson(end.reply.toString('utf8'))
  const reply = isJsonObject(message) ? readReply(message) : 'malformed'
  if (reply === 'malformed') return { outcome: 'refused', code: 6207, message: 'the reply is not Alink JSON' }
  return { outcome: 'answered', id, reply, latencyMs: end.latencyMs }
}

/** Processes the reply to a push. Returns false if it is malformed. */
export function takeConfigReply(parts: ThingParts, device: DeviceName, message: JsonObject): boolean {
  const reply = readReply(message)
  if (reply === 'malformed') return false
  const { id, code, message: text } = reply
  const latencyMs = parts.calls.answered(device, id, Buffer.from(JSON.stringify(message)))
  parts.hub.emit({ type: 'config-push-reply', device: nameOf(device), id, code, message: text, latencyMs })
  return true
}
