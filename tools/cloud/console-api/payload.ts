import { isJsonObject } from '../model/json.ts'
import type { ShownPayload } from './calls.ts'
import { BadCall, textOf, type Input } from './routes.ts'

/** Reads `payload`: a string (base64 with `encoding: "base64"`), or JSON that is sent as its text. */
export function payloadOf(input: Input): Buffer {
  const { payload, encoding } = input
  if (isJsonObject(payload) || Array.isArray(payload)) return Buffer.from(JSON.stringify(payload))
  if (typeof payload !== 'string') throw new BadCall(400, 'bad-call', 'payload wants a text or JSON')
  return Buffer.from(payload, encoding === 'base64' ? 'base64' : 'utf8')
}

export function topicOf(input: Input, key: string): string {
  const topicName = textOf(input, key)
  if (!/[+#\0]/.test(topicName) && Buffer.byteLength(topicName) <= 128) return topicName
  throw new BadCall(400, 'bad-topic', 'a topic name has at most 128 bytes and no + or #')
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

export function showPayload(payload: Buffer): ShownPayload {
  try {
    return { text: utf8.decode(payload) }
  } catch {
    // A payload need not be text.
    return { base64: payload.toString('base64') }
  }
}
