import { parseClientId, type ParsedClientId } from './client-id.ts'
import type { DeviceRecord } from '../model/device.ts'
import type { DeviceName } from '../../device-names/names.ts'
import { judgeRegistration, type RegistrationBook } from './dynamic-registration.ts'
import { samePassword, sign } from './password.ts'
import type { ReturnCode } from '../model/return-codes.ts'
import type { Admission, LoginRequest, Refusal, Registration } from './verdicts.ts'
import type { Rules } from '../model/rules.ts'

export const shortestKeepAliveS = 30
export const longestKeepAliveS = 1200

/** What the login needs of the platform. */
export interface LoginBook extends RegistrationBook {
  find(name: DeviceName): DeviceRecord | undefined
  /** Counts a CONNECT of a device with the right signature. Returns false if it is one too many. */
  admitConnect(device: DeviceName): boolean
  /** The same for a wrong signature, counted by address, so that strangers cannot lock the device out. */
  admitWrong(device: DeviceName, address: string): boolean
  /** The code with which this CONNECT is to be refused because somebody asked for that fault; null if nobody did. */
  takeRefusal(device: DeviceName): ReturnCode | null
}

type LoginRules = Pick<
  Rules,
  | 'unknownDeviceCode'
  | 'shortKeepAliveCode'
  | 'longKeepAlive'
  | 'connectLimitCode'
  | 'transport'
  | 'registrationWithoutTls'
  | 'registrationOfUnknown'
>

/**
 * Decides about a CONNECT, in the platform's order: its form, its keep alive, whether the device exists, how often it
 * came, whether its signature is right, and whether it is enabled. For a dynamic registration the keep alive does not
 * matter (documented).
 */
export function judgeLogin(
  request: LoginRequest,
  book: LoginBook,
  rules: LoginRules,
): Admission | Registration | Refusal {
  const clientId = parseClientId(request.clientId)
  if (typeof clientId === 'string') return { returnCode: 2, detail: clientId }
  const authType = clientId.extension.get('authType')
  if (authType === 'register' || authType === 'regnwl') {
    const name = parseUsername(request.username)
    if (name === undefined) return wrongUsername
    const { password, isSecure } = request
    return judgeRegistration({ name, authType, clientId, password, isSecure }, book, rules)
  }
  const keepAliveS = judgeKeepAlive(request.keepAliveS, rules)
  if (typeof keepAliveS !== 'number') return keepAliveS
  const device = judgeDevice(request, clientId, book, rules)
  if ('returnCode' in device) return device
  return { device, keepAliveS, clientId, cleanSession: request.cleanSession }
}

const wrongUsername: Refusal = { returnCode: 4, detail: 'the user name is not deviceName&productKey' }

function judgeDevice(
  request: LoginRequest,
  clientId: ParsedClientId,
  book: LoginBook,
  rules: LoginRules,
): DeviceRecord | Refusal {
  const name = parseUsername(request.username)
  if (name === undefined) return wrongUsername
  const device = book.find(name)
  if (device === undefined) return { returnCode: rules.unknownDeviceCode, detail: 'no such device' }
  const asked = book.takeRefusal(device)
  if (asked !== null) return { returnCode: asked, detail: 'asked for' }
  const isRight = isPasswordRight(request.password, device, clientId)
  if (!(isRight ? book.admitConnect(device) : book.admitWrong(device, request.address))) {
    const which = isRight ? 'CONNECTs' : 'wrong signatures from this address'
    return { returnCode: rules.connectLimitCode, detail: `too many ${which} a minute` }
  }
  const unfit = judgeTransport(request.isSecure, clientId, rules)
  if (unfit !== undefined) return unfit
  if (!isRight) return { returnCode: 4, detail: 'the signature is wrong' }
  if (device.disabled === true) return { returnCode: 5, detail: 'the device is disabled' }
  return device
}

function isPasswordRight(password: string, device: DeviceRecord, id: ParsedClientId): boolean {
  if (id.extension.get('authType') === 'connwl') {
    return device.deviceToken !== undefined && samePassword(device.deviceToken, password)
  }
  const { productKey, deviceName, deviceSecret } = device
  const timestamp = id.timestamp === undefined ? {} : { timestamp: id.timestamp }
  const expected = sign(id.signMethod, deviceSecret, { clientId: id.clientId, productKey, deviceName, ...timestamp })
  return samePassword(expected, password)
}

function judgeTransport(isSecure: boolean, clientId: ParsedClientId, { transport }: LoginRules): Refusal | undefined {
  if (transport === 'tls' && !isSecure) return { returnCode: 4, detail: 'plain TCP is not allowed' }
  if (transport !== 'securemode') return undefined
  const secureMode = clientId.extension.get('securemode')
  const wanted = isSecure ? ['2', '-2'] : ['3']
  if (secureMode !== undefined && wanted.includes(secureMode)) return undefined
  return { returnCode: 4, detail: `securemode does not fit ${isSecure ? 'TLS' : 'plain TCP'}` }
}

function judgeKeepAlive(keepAliveS: number, rules: LoginRules): number | Refusal {
  if (keepAliveS < shortestKeepAliveS) {
    return { returnCode: rules.shortKeepAliveCode, detail: `keepAlive ${keepAliveS} is below ${shortestKeepAliveS} s` }
  }
  if (keepAliveS <= longestKeepAliveS) return keepAliveS
  if (rules.longKeepAlive === 'clamp') return longestKeepAliveS
  return { returnCode: 2, detail: `keepAlive ${keepAliveS} is above ${longestKeepAliveS} s` }
}

/** Reads `deviceName&productKey`; neither name can have an ampersand. */
export function parseUsername(username: string): DeviceName | undefined {
  const [deviceName, productKey, ...more] = username.split('&')
  if (!deviceName || !productKey || more.length > 0) return undefined
  return { productKey, deviceName }
}
