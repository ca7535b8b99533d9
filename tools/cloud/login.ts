import { parseClientId, type ParsedClientId } from './client-id.ts'
import type { Device, DeviceName } from './devices.ts'
import { samePassword, sign } from './password.ts'
import type { Rules } from './rules.ts'

export const shortestKeepAliveS = 30
export const longestKeepAliveS = 1200

/** The return codes of CONNACK (MQTT 3.1.1 §3.2.2.3), in the words of the standard. */
export const returnCodes = {
  1: 'unacceptable protocol version',
  2: 'identifier rejected',
  3: 'server unavailable',
  4: 'bad user name or password',
  5: 'not authorized',
} as const

export type ReturnCode = keyof typeof returnCodes

/** What a CONNECT says about who it is. */
export interface LoginRequest {
  readonly clientId: string
  readonly username: string
  readonly password: string
  /** Seconds, as in CONNECT. */
  readonly keepAliveS: number
}

export interface Refusal {
  readonly returnCode: ReturnCode
  /** For the log: which rule was broken. Never a secret and never a password. */
  readonly detail: string
}

export interface Admission {
  readonly device: Device
  readonly keepAliveS: number
  readonly clientId: ParsedClientId
}

/** What the login asks of its surroundings. */
export interface LoginBook {
  find(name: DeviceName): Device | undefined
  /** Counts one more CONNECT of a device; false when that is too many. */
  admitConnect(device: Device): boolean
}

type LoginRules = Pick<Rules, 'unknownDeviceCode' | 'shortKeepAliveCode' | 'longKeepAlive'>

/**
 * Decides about a CONNECT in the order of the platform: its form, its keep alive, who it says it is, how often that
 * device came, whether its signature is right, and whether the device is allowed in.
 */
export function judgeLogin(request: LoginRequest, book: LoginBook, rules: LoginRules): Admission | Refusal {
  const clientId = parseClientId(request.clientId)
  if (typeof clientId === 'string') return { returnCode: 2, detail: clientId }
  const keepAliveS = judgeKeepAlive(request.keepAliveS, rules)
  if (typeof keepAliveS !== 'number') return keepAliveS
  const name = parseUsername(request.username)
  if (name === undefined) return { returnCode: 4, detail: 'the user name is not deviceName&productKey' }
  const device = book.find(name)
  if (device === undefined) return { returnCode: rules.unknownDeviceCode, detail: 'no such device' }
  if (!book.admitConnect(device)) return { returnCode: 3, detail: 'too many CONNECTs a minute' }
  const { productKey, deviceName, deviceSecret } = device
  const { timestamp } = clientId
  const names = {
    clientId: clientId.clientId,
    productKey,
    deviceName,
    ...(timestamp === undefined ? {} : { timestamp }),
  }
  const expected = sign(clientId.signMethod, deviceSecret, names)
  if (!samePassword(expected, request.password)) return { returnCode: 4, detail: 'the signature is wrong' }
  if (device.disabled === true) return { returnCode: 5, detail: 'the device is disabled' }
  return { device, keepAliveS, clientId }
}

function judgeKeepAlive(keepAliveS: number, rules: LoginRules): number | Refusal {
  if (keepAliveS < shortestKeepAliveS) {
    return { returnCode: rules.shortKeepAliveCode, detail: `keepAlive ${keepAliveS} is below ${shortestKeepAliveS} s` }
  }
  if (keepAliveS <= longestKeepAliveS) return keepAliveS
  if (rules.longKeepAlive === 'clamp') return longestKeepAliveS
  return { returnCode: 2, detail: `keepAlive ${keepAliveS} is above ${longestKeepAliveS} s` }
}

/** `deviceName&productKey`; neither half can hold an ampersand. */
export function parseUsername(username: string): DeviceName | undefined {
  const [deviceName, productKey, ...more] = username.split('&')
  if (!deviceName || !productKey || more.length > 0) return undefined
  return { productKey, deviceName }
}
