import type { DeviceName } from '../../identity/names.ts'
import type { JsonObject } from '../model/json.ts'
import type { ThingParts } from './parts.ts'

/**
 * The clock on request: the device's own time comes back as it came, the platform's are texts of ms since 1970.
 * False when there is no time in it.
 */
export function answerNtp({ downlink, wallNow, rules }: ThingParts, device: DeviceName, message: JsonObject): boolean {
  const { deviceSendTime } = message
  if (typeof deviceSendTime !== 'string' && typeof deviceSendTime !== 'number') return false
  const now = String(wallNow())
  const payload = JSON.stringify({ deviceSendTime, serverRecvTime: now, serverSendTime: now })
  downlink.send(device, `/ext/ntp/${device.productKey}/${device.deviceName}/response`, payload, rules.replyQos)
  return true
}
