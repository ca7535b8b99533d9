import { createHash } from 'node:crypto'
import { nameOf, type DeviceName } from '../../device-names/names.ts'
import type { DeviceRecord } from '../model/device.ts'
import type { Platform } from '../platform/platform.ts'
import { need, OpenApiError, type Call } from './call.ts'

/** A device's id for applications: a string without meaning, the same at every start. */
export function iotIdOf({ productKey, deviceName }: DeviceName): string {
  const hash = createHash('sha256').update(`${productKey}&${deviceName}`).digest('base64url')
  return `${hash.replace(/[-_]/g, '').slice(0, 20)}000100`
}

/** The device that a call names by IotId or by ProductKey and DeviceName; IotId wins if both are there. */
export function findDevice(call: Call, platform: Pick<Platform, 'device' | 'devices' | 'productKeys'>): DeviceRecord {
  const iotId = call.parameters.get('IotId')
  const name = iotId === undefined ? readName(call) : platform.devices().find((one) => iotIdOf(one) === iotId)
  const device = name === undefined ? undefined : platform.device(nameOf(name))
  if (device !== undefined) return device
  if (name !== undefined && !platform.productKeys().includes(name.productKey)) throw noProduct()
  throw new OpenApiError('iot.device.NotExistedDevice', 'The specified device does not exist.')
}

export function noProduct(): OpenApiError {
  return new OpenApiError('iot.prod.NotExistedProduct', 'The specified product does not exist.')
}

function readName(call: Call): DeviceName {
  const { parameters } = call
  if ((parameters.get('ProductKey') ?? '') === '' && (parameters.get('DeviceName') ?? '') === '') {
    throw new OpenApiError('MissingIotId', 'IotId is mandatory for this action.', 400)
  }
  return { productKey: need(call, 'ProductKey'), deviceName: need(call, 'DeviceName') }
}

/** Beijing time, as in the Gmt* fields; the Utc* fields have ISO 8601. Empty for never. */
export function gmtTime(timeMs: number | undefined): string {
  if (timeMs === undefined) return ''
  return new Date(timeMs + 8 * 3600_000).toISOString().slice(0, 19).replace('T', ' ')
}

export function utcTime(timeMs: number | undefined): string {
  return timeMs === undefined ? '' : new Date(timeMs).toISOString()
}

/** A TSL value as applications get it: always a string. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
