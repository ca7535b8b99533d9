import { isJsonObject, readJson, type JsonObject } from '../../tools/cloud/model/json.ts'
import { readTslFile } from '../../tools/thing-model/tsl-file.ts'
import type { RawDevice } from './memory-cloud.ts'

/** A switch's product, its TSL in the form the console exports. */
export const product = readTslFile(new URL('./switch.tsl.json', import.meta.url).pathname)

export const own = '/sys/a1DEMO/plug01/thing'

/** Sends a request and answers the reply that came on its topic; undefined without one. */
export async function request(device: RawDevice, topic: string, message: object): Promise<JsonObject | undefined> {
  const before = device.published().length
  await device.publish(topic, message)
  const reply = device
    .published()
    .slice(before)
    .find((packet) => packet.topic === `${topic}_reply`)
  return reply === undefined ? undefined : bodyOf(reply.payload)
}

export function bodyOf(payload: Buffer | string): JsonObject {
  const body = readJson(payload.toString())
  return isJsonObject(body) ? body : {}
}

/** Code and data of the reply to a request with these params. */
export async function ask(device: RawDevice, tail: string, params: unknown): Promise<[unknown, unknown]> {
  const { code, data } = (await request(device, `${own}/${tail}`, { id: '5', version: '1.0', params })) ?? {}
  return [code, data]
}
