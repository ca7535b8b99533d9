import { randomBytes } from 'node:crypto'
import { isDeviceName } from '../../device-names/names.ts'
import type { JsonObject } from '../model/json.ts'
import { need, OpenApiError, readNumber } from './call.ts'
import type { Actions } from './action.ts'
import { findDevice, gmtTime, iotIdOf, noProduct, utcTime } from './names.ts'

/** Devices: registering them, their details and their state. */
export const deviceActions: Actions = {
  RegisterDevice(call, { platform }) {
    const productKey = need(call, 'ProductKey')
    if (!platform.productKeys().includes(productKey)) throw noProduct()
    // If there is no name, the platform makes one up.
    const deviceName = call.parameters.get('DeviceName') ?? randomBytes(10).toString('hex')
    if (!isDeviceName(deviceName)) {
      throw new OpenApiError('iot.device.InvalidFormattedDeviceName', 'The format of the device name is invalid.')
    }
    const deviceSecret = randomBytes(16).toString('hex')
    const nickname = call.parameters.get('Nickname')
    const device = { productKey, deviceName, deviceSecret }
    if (!platform.addDevice(nickname === undefined ? device : { ...device, nickname })) {
      throw new OpenApiError('iot.device.AlreadyExistedDeviceName', 'The device name already exists.')
    }
    return {
      Data: {
        ...{ ProductKey: productKey, DeviceName: deviceName, DeviceSecret: deviceSecret },
        ...{ IotId: iotIdOf(device), Nickname: nickname ?? '' },
      },
    }
  },

  QueryDeviceDetail(call, { platform }) {
    const device = findDevice(call, platform)
    const status = platform.status(device)?.status ?? 'UNACTIVE'
    const { createdAtMs, activatedAtMs, lastOnlineAtMs } = device
    return {
      Data: {
        ...{ ProductKey: device.productKey, DeviceName: device.deviceName, DeviceSecret: device.deviceSecret },
        ...{ ProductName: device.productKey, Nickname: device.nickname ?? '', IotId: iotIdOf(device) },
        ...{ Status: status, NodeType: 0, Owner: true, Region: 'cn-shanghai', IpAddress: device.address ?? '' },
        FirmwareVersion: platform.firmware(device).versions['default'] ?? '',
        ...{ GmtCreate: gmtTime(createdAtMs), GmtActive: gmtTime(activatedAtMs), GmtOnline: gmtTime(lastOnlineAtMs) },
        ...{ UtcCreate: utcTime(createdAtMs), UtcActive: utcTime(activatedAtMs), UtcOnline: utcTime(lastOnlineAtMs) },
      },
    }
  },

  GetDeviceStatus(call, { platform }) {
    const device = findDevice(call, platform)
    const status = platform.status(device)
    return {
      Data: { Status: status?.status ?? 'UNACTIVE', Timestamp: device.lastOnlineAtMs ?? device.createdAtMs },
    }
  },

  QueryDevice(call, { platform }) {
    const productKey = need(call, 'ProductKey')
    if (!platform.productKeys().includes(productKey)) throw noProduct()
    const code = 'iot.common.InvalidPageParams'
    const pageSize = readNumber(call, 'PageSize', { from: 1, to: 50, otherwise: 10, code })
    const page = readNumber(call, 'CurrentPage', { from: 1, to: 1e9, otherwise: 1, code })
    const all = platform.devices().filter((one) => one.productKey === productKey)
    const shown: JsonObject[] = all.slice((page - 1) * pageSize, page * pageSize).map((one) => {
      const { deviceSecret = '', createdAtMs, nickname = '' } = platform.device(one) ?? {}
      return {
        ...{ ProductKey: one.productKey, DeviceName: one.deviceName, DeviceSecret: deviceSecret },
        ...{ DeviceId: iotIdOf(one), IotId: iotIdOf(one), DeviceStatus: one.status, Nickname: nickname },
        ...{ DeviceType: 'device', GmtCreate: gmtTime(createdAtMs), UtcCreate: utcTime(createdAtMs) },
        ...{ GmtModified: gmtTime(createdAtMs), UtcModified: utcTime(createdAtMs) },
      }
    })
    const pageCount = Math.ceil(all.length / pageSize)
    return { Data: { DeviceInfo: shown }, Total: all.length, Page: page, PageSize: pageSize, PageCount: pageCount }
  },

  DisableThing(call, { platform }) {
    platform.setDisabled(findDevice(call, platform), true)
    return {}
  },

  EnableThing(call, { platform }) {
    platform.setDisabled(findDevice(call, platform), false)
    return {}
  },
}
