import type { DeviceName } from '../../identity/names.ts'
import { refusal, type ApiAnswer, type ApiRequest } from '../net/http-answer.ts'
import { isJsonObject, readJson, type JsonObject } from '../model/json.ts'
import type { Platform } from '../platform/platform.ts'
import type { SetResult } from '../model/outcomes.ts'

/** What POST /api/property-set answers: which device it was, what was asked, and what became of it. */
export type PropertySetAnswer = DeviceName & { readonly params: JsonObject } & SetResult

type ControlledPlatform = Pick<Platform, 'devices' | 'setProperty'>

/**
 * The local control endpoint: what `npm run set` and other tools on this computer ask the platform for.
 *   GET  /api/devices        -> {devices: DeviceStatus[]}
 *   POST /api/property-set   {productKey?, deviceName?, params} -> PropertySetAnswer, 200 whatever the device answered;
 *                            without names the only device there is
 * Errors are {error: {code, message}} with 400, 404 or 405. No answer holds a secret.
 */
export function createControlApi(platform: ControlledPlatform): (request: ApiRequest) => Promise<ApiAnswer> {
  return async (request) => {
    const wanted = { '/api/devices': 'GET', '/api/property-set': 'POST' }[request.path]
    if (wanted === undefined) return refusal(404, 'no-such-path', 'there is /api/devices and /api/property-set')
    if (wanted !== request.method) return refusal(405, 'wrong-method', `${request.path} takes ${wanted}`)
    if (wanted === 'GET') return { status: 200, body: { devices: platform.devices() } }
    return setProperty(platform, request.body)
  }
}

async function setProperty(platform: ControlledPlatform, text: string): Promise<ApiAnswer> {
  const body = readJson(text)
  if (!isJsonObject(body)) return refusal(400, 'not-json', 'the body is not a JSON object')
  const { params, productKey, deviceName } = body
  if (!isJsonObject(params) || Object.keys(params).length === 0) {
    return refusal(400, 'params-missing', 'params wants an object of at least one property')
  }
  const chosen = platform
    .devices()
    .filter((device) => productKey === undefined || device.productKey === productKey)
    .filter((device) => deviceName === undefined || device.deviceName === deviceName)
  const [device, ...others] = chosen
  const names = (devices: readonly DeviceName[]) => devices.map((one) => one.deviceName).join(', ')
  if (device === undefined) return refusal(404, 'no-such-device', `there is ${names(platform.devices())}`)
  if (others.length > 0) return refusal(400, 'device-ambiguous', `say which: ${names(chosen)}`)
  const name = { productKey: device.productKey, deviceName: device.deviceName }
  const result = await platform.setProperty(name, params)
  const answer: PropertySetAnswer = { ...name, params, ...result }
  return { status: 200, body: answer }
}
