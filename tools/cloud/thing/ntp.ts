import type { DeviceName } from '../../device-names/names.ts'
import type { JsonObject } from '../model/json.ts'
import type { ThingParts } from './parts.ts'

/**
 * Replies to a request for the time: with the device's own time as it came, and the platform's as strings of ms since
 * 1970. Returns false if the request has no time.
 */
export function answerNtp({ downlink, wallNow, rules }: ThingParts, device: DeviceName, message: JsonObject): boolean {
  const { deviceSendTime } = message
  if (typeof deviceSendTime !== 'string' && typeof deviceSendTime !== 'number') return false
  const now = String(wallNow())
  const payload = JSON.stringify({ deviceSendTime, serverRecvTime: now, serverSendTime: now })
  downlink.send(device, `/ext/ntp/${device.productKey}/${device.deviceName}/response`, payload, rules.replyQos)
  return true
}
