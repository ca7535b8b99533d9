import { nameOf } from '../../device-names/names.ts'
import type { JsonObject } from '../model/json.ts'
import type { Platform } from '../platform/platform.ts'
import type { RrpcReply } from './calls.ts'
import { payloadOf, showPayload, topicOf } from './payload.ts'
import { BadCall, deviceOf, numberOf, objectOf, textOf, type Input, type Routes } from './routes.ts'

/** The features of the platform beside properties and services. */
export const featureRoutes = {
  '/api/rrpc': { POST: (input, { platform }) => callRrpc(input, platform) },
  '/api/broadcast': {
    POST(input, { platform }) {
      const productKey = productOf(input, platform)
      const payload = payloadOf(input)
      const reached = (name?: string) => ({ reached: platform.broadcast(productKey, payload, name) })
      return input['name'] === undefined ? reached() : reached(topicOf(input, 'name'))
    },
  },
  '/api/tags': {
    POST(input, { platform }) {
      const device = nameOf(deviceOf(input, { platform }))
      const [tags, removed] = [tagsOf(input), removedOf(input)]
      const kept = Object.keys(platform.tags(device)).filter((key) => !removed.includes(key))
      const number = new Set([...kept, ...Object.keys(tags)]).size
      if (number > mostTags) return { outcome: 'refused', code: 460, message: `more than ${mostTags} tags` }
      if (removed.length > 0) platform.removeTags(device, removed)
      if (Object.keys(tags).length > 0) platform.setTags(device, tags)
      return { outcome: 'changed' }
    },
  },
  '/api/shadow': {
    GET: (input, { platform }) => ({ shadow: platform.shadow(deviceOf(input, { platform })) ?? null }),
    POST(input, { platform }) {
      const device = nameOf(deviceOf(input, { platform }))
      const next = (platform.shadow(device)?.version ?? 0) + 1
      const version = numberOf(input, 'version', 1, Number.MAX_SAFE_INTEGER, next)
      const desired = objectOf(input, 'desired')
      if (Object.keys(desired).length === 0) throw new BadCall(400, 'bad-call', 'desired wants at least one attribute')
      if (platform.updateShadow(device, desired, version)) return { outcome: 'changed', version }
      return { outcome: 'refused', code: 409, message: `version ${version} is not above ${next - 1}` }
    },
  },
  '/api/remote-config': {
    GET: (input, { platform }) => ({ config: platform.remoteConfig(productOf(input, platform)) ?? null }),
    POST(input, { platform }) {
      const productKey = productOf(input, platform)
      const config = objectOf(input, 'config')
      if (Buffer.byteLength(JSON.stringify(config)) > mostConfigBytes) {
        throw new BadCall(400, 'bad-call', `config has at most ${mostConfigBytes} bytes`)
      }
      platform.setRemoteConfig(productKey, config)
      return { config }
    },
  },
  '/api/remote-config/push': {
    POST: (input, { platform }) => platform.pushConfigTo(nameOf(deviceOf(input, { platform }))),
  },
  '/api/device-log': {
    POST(input, { platform }) {
      const device = nameOf(deviceOf(input, { platform }))
      const { isOn } = input
      if (typeof isOn !== 'boolean') throw new BadCall(400, 'bad-call', 'isOn wants true or false')
      return { isOn, sent: platform.setPostsLogs(device, isOn) }
    },
  },
} satisfies Partial<Routes>

/** The most tags of a device, and the longest configuration of a product, bytes (documented). */
const [mostTags, mostConfigBytes] = [100, 64 * 1024]

/** An RRPC on the system topic, or with `topic` on a custom one. Throws BadCall. */
async function callRrpc(input: Input, platform: Platform): Promise<RrpcReply> {
  const device = nameOf(deviceOf(input, { platform }))
  const payload = payloadOf(input)
  const topic = input['topic'] === undefined ? {} : { topic: topicOf(input, 'topic') }
  if (topic.topic?.startsWith('/') === false) throw new BadCall(400, 'bad-topic', 'a custom topic starts with /')
  if (topic.topic !== undefined && platform.session(device)?.takesCustomRrpc === false) {
    throw new BadCall(409, 'no-ext', 'RRPC on a custom topic wants ext=1 in the clientId of the device')
  }
  const result = await platform.rrpc(device, payload, topic)
  if (result.outcome !== 'answered') return result
  const { outcome, id, latencyMs } = result
  return { outcome, id, latencyMs, ...showPayload(result.payload) }
}

function productOf(input: Input, platform: Platform): string {
  const productKey = textOf(input, 'productKey')
  if (platform.productKeys().includes(productKey)) return productKey
  throw new BadCall(404, 'no-such-product', `there is no product ${productKey}`)
}

function tagsOf(input: Input): Record<string, string> {
  const given: JsonObject = input['tags'] === undefined ? {} : objectOf(input, 'tags')
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => {
      if (key !== '' && typeof value === 'string') return [key, value]
      throw new BadCall(400, 'bad-call', 'tags wants a text for each key')
    }),
  )
}

function removedOf({ remove = [] }: Input): string[] {
  const keys = Array.isArray(remove) ? remove.filter((key) => typeof key === 'string') : undefined
  if (Array.isArray(remove) && keys?.length === remove.length) return keys
  throw new BadCall(400, 'bad-call', 'remove wants an array of keys')
}
