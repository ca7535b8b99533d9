import { randomBytes } from 'node:crypto'
import { deviceNameWanted, isDeviceName, isSameDevice, nameOf } from '../../device-names/names.ts'
import type { DeviceRecord } from '../model/device.ts'
import { sign } from '../login/password.ts'
import { listProperties } from '../../thing-model/tsl.ts'
import type { DeviceConnection, DeviceDetail } from './calls.ts'
import {
  BadCall,
  deviceOf,
  noSuchDevice,
  numberOf,
  textOf,
  type ConsoleParts,
  type Input,
  type Routes,
} from './routes.ts'

const productPattern = /^[A-Za-z0-9]{1,20}$/

/** How many rows one call returns at most. */
const mostRows = 1000

/** Devices, what is known of them, their history and the log. */
export const deviceRoutes = {
  '/api/devices': {
    GET: (_input, { platform }) => ({ devices: platform.devices(), productKeys: platform.productKeys() }),
    POST(input, { platform }) {
      const device = { productKey: textOf(input, 'productKey'), deviceName: textOf(input, 'deviceName') }
      if (!productPattern.test(device.productKey)) throw new BadCall(400, 'bad-name', 'productKey: letters and digits')
      if (!isDeviceName(device.deviceName)) {
        throw new BadCall(400, 'bad-name', `deviceName: ${deviceNameWanted}`)
      }
      const isNew = platform.addDevice({ ...device, deviceSecret: randomBytes(16).toString('hex') })
      if (!isNew) throw new BadCall(409, 'device-exists', `${device.deviceName} is there already`)
      return device
    },
  },
  '/api/device': {
    GET: (input, parts) => describe(deviceOf(input, parts), parts),
  },
  '/api/device/remove': {
    POST: (input, { platform }) => ({ removed: platform.removeDevice(deviceOf(input, { platform })) }),
  },
  '/api/device/disable': {
    POST(input, { platform }) {
      const device = deviceOf(input, { platform })
      platform.setDisabled(device, input['disabled'] === true)
      return {}
    },
  },
  // A POST although it only reads: it returns a secret, which a mere link must not be able to fetch.
  '/api/device/connection': { POST: (input, parts) => connection(deviceOf(input, parts), parts) },
  '/api/history': {
    GET(input, parts) {
      const device = deviceOf(input, parts)
      const fromMs = numberOf(input, 'fromMs', 0, Number.MAX_SAFE_INTEGER, 0)
      const toMs = numberOf(input, 'toMs', 0, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
      const limit = numberOf(input, 'limit', 1, mostRows, mostRows)
      const query = { identifier: textOf(input, 'identifier'), fromMs, toMs, limit, ascending: false }
      return { points: parts.state.history(device, query).reverse() }
    },
  },
  '/api/log': {
    GET(input, parts) {
      const device = input['deviceName'] === undefined ? {} : { device: deviceOf(input, parts) }
      const before = input['beforeId'] === undefined ? {} : { beforeId: numberOf(input, 'beforeId', 0, 2 ** 53 - 1) }
      return {
        entries: parts.state.log({
          ...device,
          ...before,
          ...typesOf(input),
          limit: numberOf(input, 'limit', 1, 500, 200),
        }),
      }
    },
  },
} satisfies Partial<Routes>

/** How many kinds of events one call may ask for. */
const mostTypes = 100

function typesOf({ types }: Input): { types?: string[] } {
  if (typeof types !== 'string') return {}
  const list = [...new Set(types.split(','))]
  if (list.length > mostTypes) throw new BadCall(400, 'bad-call', `types wants at most ${mostTypes} kinds of events`)
  return { types: list }
}

/** Everything about one device but its secrets. */
function describe(device: DeviceRecord, { platform, boards }: ConsoleParts): DeviceDetail {
  const name = nameOf(device)
  const status = platform.status(name)
  if (status === undefined) throw noSuchDevice(name)
  const board = boards.find((one) => isSameDevice(one.device, name))
  const { createdAtMs, activatedAtMs, lastOnlineAtMs, address, nickname } = device
  const product = platform.product(device.productKey)
  const { services, events } = product
  const { what = '', isSwitch = true } = board ?? {}
  return {
    ...status,
    ...{ createdAtMs, activatedAtMs, lastOnlineAtMs, address, nickname },
    keepAliveLeftMs: platform.keepAliveLeftMs(name) ?? null,
    model: { properties: listProperties(product), services, events },
    desired: platform.desired(name),
    asksDesired: device.asksDesired === true,
    tags: platform.tags(name),
    firmware: platform.firmware(name).versions,
    faults: platform.faults(name),
    board: board === undefined ? null : { what, isSwitch, movesPins: board.movePin !== undefined, ...board.state() },
  }
}

/**
 * The device triple, and what Aliyun's console copies as "MQTT connection parameters", signed with the current time.
 */
function connection(device: DeviceRecord, { mqtt }: ConsoleParts): DeviceConnection {
  const { productKey, deviceName, deviceSecret } = device
  const clientId = `${productKey}.${deviceName}`
  const timestamp = String(Date.now())
  return {
    triple: { productKey, deviceName, deviceSecret },
    mqtt: {
      clientId: `${clientId}|securemode=2,signmethod=hmacsha256,timestamp=${timestamp}|`,
      username: `${deviceName}&${productKey}`,
      passwd: sign('hmacsha256', deviceSecret, { productKey, deviceName, clientId, timestamp }),
      mqttHostUrl: mqtt.host,
      port: mqtt.port,
    },
  }
}
