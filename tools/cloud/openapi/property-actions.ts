import { nameOf, type DeviceName } from '../../device-names/names.ts'
import type { JsonObject } from '../model/json.ts'
import { findProperty, listProperties } from '../../thing-model/tsl.ts'
import { need, OpenApiError, readList, readNumber, type Call } from './call.ts'
import type { ActionParts, Actions } from './action.ts'
import { findPointless, readObject } from './json-parameter.ts'
import { findDevice, textOf } from './names.ts'
import type { SetReceipt } from './set-book.ts'
import { unsentError } from './unsent.ts'

/** The most devices in one SetDevicesProperty (documented). */
const mostDevices = 100
/** The longest page of QueryDevicePropertyData (documented). */
const longestPage = 50

/** Properties: reported values, their history, property sets and desired values. */
export const propertyActions: Actions = {
  QueryDevicePropertyStatus(call, { platform }) {
    const device = findDevice(call, platform)
    const product = platform.product(device.productKey)
    const reported = platform.status(device)?.properties ?? {}
    // What an earlier thing model had is no property any more, though its last value is still known.
    const identifiers = listProperties(product)?.map(({ identifier }) => identifier) ?? Object.keys(reported)
    const list: JsonObject[] = identifiers.map((identifier) => {
      const known = findProperty(product, identifier)
      const value = reported[identifier]
      return {
        ...{ Identifier: identifier, Name: known?.name ?? identifier },
        ...(known?.dataType === undefined ? {} : { DataType: known.dataType.type }),
        ...(value === undefined ? {} : { Value: textOf(value.value), Time: String(value.timeMs) }),
      }
    })
    return { Data: { List: { PropertyStatusInfo: list } } }
  },

  QueryDevicePropertyData(call, { platform, state }) {
    const device = findDevice(call, platform)
    const code = 'iot.device.InvalidTimeBucket'
    const time = { from: 0, to: Number.MAX_SAFE_INTEGER, code }
    const [start, end] = [readNumber(call, 'StartTime', time), readNumber(call, 'EndTime', time)]
    const limit = readNumber(call, 'PageSize', { from: 1, to: longestPage, code: 'iot.common.InvalidPageParams' })
    const ascending = readNumber(call, 'Asc', { from: 0, to: 1, code: 'iot.common.InvalidFormattedParameter' }) === 1
    const [fromMs, toMs] = start <= end ? [start, end] : [end, start]
    const query = { identifier: need(call, 'Identifier'), fromMs, toMs, limit: limit + 1, ascending }
    const points = state.history(device, query)
    const shown = points.slice(0, limit).map(({ value, timeMs }) => ({ Value: textOf(value), Time: String(timeMs) }))
    const next = points[limit]
    return {
      Data: { List: { PropertyInfo: shown }, NextValid: next !== undefined, NextTime: next?.timeMs ?? toMs },
    }
  },

  SetDeviceProperty(call, parts) {
    const device = findDevice(call, parts.platform)
    const set = send(device, readItems(call, device.productKey, parts), parts)
    if ('unsent' in set) throw unsentError(set.unsent)
    return { Data: { MessageId: set.messageId } }
  },

  SetDevicesProperty(call, parts) {
    const productKey = need(call, 'ProductKey')
    const names = readList(call, 'DeviceName')
    if (names.length === 0 || names.length > mostDevices) {
      throw new OpenApiError('iot.device.NoneDeviceNameElement', `DeviceName wants 1 to ${mostDevices} names.`)
    }
    const items = readItems(call, productKey, parts)
    const devices = names.map((deviceName) => ({ productKey, deviceName }))
    if (devices.some((device) => parts.platform.device(device) === undefined)) {
      throw new OpenApiError('iot.device.NotExistedDevice', 'The specified device does not exist.')
    }
    const sets = devices.map((device) => send(device, items, parts))
    const failures = sets.flatMap((set, at) => ('unsent' in set ? [{ ...set, name: names[at] ?? '' }] : []))
    const [first] = failures
    if (first === undefined) return {}
    const list = failures.map(({ name, unsent }) => `${name} ${unsent}`).join(', ')
    throw unsentError(first.unsent, ` Sent to ${sets.length - failures.length} of ${sets.length}; not to: ${list}`)
  },

  SetDeviceDesiredProperty(call, parts) {
    const { platform } = parts
    const device = findDevice(call, platform)
    const { value: versions } = readObject(call, 'Versions', '{}')
    if (!Object.values(versions).every(Number.isInteger)) {
      throw new OpenApiError('iot.common.InvalidFormattedParameter', 'Versions wants a JSON object of numbers.')
    }
    const wanted = Object.fromEntries(Object.entries(versions).map(([name, version]) => [name, Number(version)]))
    const result = platform.setDesired(nameOf(device), readItems(call, device.productKey, parts), wanted)
    if (result.outcome === 'refused') throw failed(result)
    return { Data: { MessageId: result.id ?? '', Versions: JSON.stringify(result.versions) } }
  },
}

function readItems(call: Call, productKey: string, { platform }: ActionParts): JsonObject {
  const items = readObject(call, 'Items')
  if (Object.keys(items.value).length === 0) {
    throw new OpenApiError('iot.system.IllegalRequest', 'Items wants a JSON object of at least one property.')
  }
  const product = platform.product(productKey)
  const fault = findPointless(items, (name) => findProperty(product, name)?.dataType)
  if (fault !== undefined && platform.rules.floatWithoutPoint === 'refuse') throw failed(fault)
  return items.value
}

/** Sends a property set. Success means that the platform sent it, not that the device did it (documented). */
function send(device: DeviceName, params: JsonObject, { platform, sets }: ActionParts): SetReceipt {
  const wrong = platform.checkProperties(device, params)
  if (wrong !== undefined) throw failed(wrong)
  return sets.start(nameOf(device), params)
}

function failed({ code, message }: { code: number; message: string }): OpenApiError {
  return new OpenApiError('iot.device.SetDevicePropertyFailed', `${code} ${message}`)
}
