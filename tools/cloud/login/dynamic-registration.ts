import { createHmac, randomBytes } from 'node:crypto'
import type { ParsedClientId } from './client-id.ts'
import { isDeviceName, nameOf, type DeviceName } from '../../device-names/names.ts'
import type { Device, DeviceRecord } from '../model/device.ts'
import type { Product } from '../model/product.ts'
import { isSignMethod, samePassword, signHash, type SignMethod } from './password.ts'
import type { Refusal, Registration } from './verdicts.ts'
import type { Rules } from '../model/rules.ts'

export type RegistrationWay = 'register' | 'regnwl' | 'https'

/** What registration needs of the platform. */
export interface RegistrationBook {
  find(name: DeviceName): DeviceRecord | undefined
  product(productKey: string): Product
  productKeys(): string[]
  put(device: Device & { readonly deviceToken?: string }): DeviceRecord
  registered(device: DeviceName, way: RegistrationWay): void
}

export interface RegistrationRequest {
  readonly name: DeviceName
  readonly random: string
  readonly signMethod: SignMethod
  readonly signature: string
}

/** Why a registration is refused: one of Aliyun's error codes for devices, and a text. */
export interface RegistrationFailure {
  readonly code: 460 | 6100 | 6250 | 6288 | 6289 | 6292 | 6600
  readonly message: string
}

/**
 * The signature of a dynamic registration in lower-case hex, the same for all transports. Its key is the productSecret.
 */
export function signRegistration(
  method: SignMethod,
  productSecret: string,
  { productKey, deviceName }: DeviceName,
  random: string,
): string {
  const content = `deviceName${deviceName}productKey${productKey}random${random}`
  return createHmac(signHash(method), productSecret).update(content).digest('hex')
}

/**
 * Decides about a registration. A device that exists and was never active gets its secret, as often as it asks. With
 * `mayMake` a device that does not exist is created. The caller sends the response.
 */
export function register(
  { name, random, signMethod, signature }: RegistrationRequest,
  book: RegistrationBook,
  mayMake: boolean,
): DeviceRecord | RegistrationFailure {
  if (random === '') return { code: 460, message: 'request parameter error' }
  if (!book.productKeys().includes(name.productKey)) return { code: 6250, message: 'product not found' }
  const product = book.product(name.productKey)
  if (product.dynamicRegistration !== true || product.productSecret === undefined) {
    return { code: 6288, message: 'dynamic registration is off' }
  }
  const expected = signRegistration(signMethod, product.productSecret, name, random)
  if (!samePassword(expected, signature)) return { code: 6600, message: 'the signature is wrong' }
  const device = book.find(name)
  if (device === undefined) {
    if (!mayMake || !isDeviceName(name.deviceName)) return { code: 6100, message: 'device not found' }
    return book.put({ ...name, deviceSecret: randomBytes(16).toString('hex') })
  }
  if (device.activatedAtMs !== undefined) return { code: 6289, message: 'the device is active already' }
  return device
}

interface MqttRegistration {
  readonly name: DeviceName
  readonly authType: 'register' | 'regnwl'
  readonly clientId: ParsedClientId
  readonly password: string
  readonly isSecure: boolean
}

type RegistrationRules = Pick<Rules, 'registrationWithoutTls' | 'registrationOfUnknown'>

/** Registration over MQTT. The CONNACK codes are those that the SDK knows for this phase. */
export function judgeRegistration(
  { name, authType, clientId, password, isSecure }: MqttRegistration,
  book: RegistrationBook,
  rules: RegistrationRules,
): Registration | Refusal {
  if (!isSecure && rules.registrationWithoutTls === 'refuse') {
    return { returnCode: 4, detail: 'dynamic registration wants TLS' }
  }
  const random = clientId.extension.get('random') ?? ''
  const request: RegistrationRequest = { name, random, signMethod: clientId.signMethod, signature: password }
  const mayMake = authType === 'regnwl' && rules.registrationOfUnknown === 'allow'
  const result = register(request, book, mayMake)
  if ('code' in result) {
    return { returnCode: result.code === 460 ? 2 : 4, detail: `${authType} ${result.code} ${result.message}` }
  }
  const { deviceSecret } = result
  book.registered(nameOf(result), authType)
  if (authType === 'register') {
    return { topicName: '/ext/register', payload: JSON.stringify({ ...nameOf(result), deviceSecret }) }
  }
  const deviceToken = result.deviceToken ?? randomBytes(24).toString('hex')
  book.put({ ...nameOf(result), deviceSecret, deviceToken })
  const answer = { ...nameOf(result), clientId: clientId.clientId, deviceToken }
  return { topicName: '/ext/regnwl', payload: JSON.stringify(answer) }
}

/**
 * The response to POST /auth/register/device with these fields: code 200 with the deviceSecret, or a failure.
 * Fields as in Aliyun's "unique certificate per product": productKey, deviceName, random, sign, signMethod.
 */
export function answerRegistration(form: URLSearchParams, book: RegistrationBook): object {
  const field = (key: string): string => form.get(key) ?? ''
  const name = { productKey: field('productKey'), deviceName: field('deviceName') }
  const signMethod = field('signMethod').toLowerCase()
  const failure = (code: number, message: string): object => ({ code, message, data: null })
  if (name.productKey === '' || name.deviceName === '' || field('sign') === '') {
    return failure(460, 'request parameter error')
  }
  if (!isSignMethod(signMethod)) return failure(6292, 'sign method not supported')
  const result = register({ name, random: field('random'), signMethod, signature: field('sign') }, book, false)
  if ('code' in result) return failure(result.code, result.message)
  book.registered(name, 'https')
  return { code: 200, data: { ...nameOf(result), deviceSecret: result.deviceSecret }, message: 'success' }
}
