import { parameterError, type Answer } from './alink.ts'
import { deviceKey } from '../model/device.ts'
import type { DeviceName } from '../../device-names/names.ts'
import { isJsonObject, type JsonObject } from '../model/json.ts'
import type { Request, RequestTable, ThingParts } from './parts.ts'

/** The most tags of a device (documented). */
const mostTags = 100

/** Requests about device information, which Aliyun's console calls tags. */
export function tagRequests(parts: ThingParts): RequestTable {
  return {
    'thing/deviceinfo/update': (request) => update(parts, request),
    'thing/deviceinfo/delete': (request) => remove(parts, request),
    'thing/deviceinfo/get': (request) => get(parts, request),
  }
}

export function tagsOf({ store }: Pick<ThingParts, 'store'>, device: DeviceName): Record<string, string> {
  return { ...store.read('tags', deviceKey(device)) }
}

export function saveTags(
  parts: Pick<ThingParts, 'store' | 'hub'>,
  device: DeviceName,
  tags: Record<string, string>,
): void {
  parts.store.write('tags', deviceKey(device), tags)
  parts.hub.emit({ type: 'tags', device, tags })
}

function update(parts: ThingParts, { device, params }: Request): Answer {
  const given = readTags(params)
  if (given === undefined) return parameterError
  const tags = { ...tagsOf(parts, device), ...given }
  if (Object.keys(tags).length > mostTags) return { code: 460, message: `more than ${mostTags} tags` }
  saveTags(parts, device, tags)
  return { code: 200 }
}

function readTags(params: Request['params']): Record<string, string> | undefined {
  if (!Array.isArray(params)) return undefined
  const tags: [string, string][] = []
  for (const one of params) {
    if (!isJsonObject(one) || typeof one.attrKey !== 'string' || one.attrKey === '') return undefined
    if (typeof one.attrValue !== 'string' && typeof one.attrValue !== 'number') return undefined
    tags.push([one.attrKey, String(one.attrValue)])
  }
  return Object.fromEntries(tags)
}

function remove(parts: ThingParts, { device, params }: Request): Answer {
  if (!Array.isArray(params)) return parameterError
  const keys = params.map((one) => (isJsonObject(one) ? one.attrKey : undefined))
  if (!keys.every((key) => typeof key === 'string')) return parameterError
  const kept = Object.entries(tagsOf(parts, device)).filter(([key]) => !keys.includes(key))
  saveTags(parts, device, Object.fromEntries(kept))
  return { code: 200 }
}

function get(parts: ThingParts, { device, params }: Request): Answer {
  const keys = isJsonObject(params) ? params.attrKeys : undefined
  if (!Array.isArray(keys)) return parameterError
  const data: JsonObject[] = Object.entries(tagsOf(parts, device))
    .filter(([key]) => keys.includes(key))
    .map(([attrKey, attrValue]) => ({ attrKey, attrValue }))
  return { code: 200, data }
}
