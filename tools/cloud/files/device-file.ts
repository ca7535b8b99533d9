import { dirname, resolve } from 'node:path'
import { Ajv, type ErrorObject } from 'ajv'
import { readTextFile } from '../../local-files/text-file.ts'
import { UserError } from '../../command-line/user-error.ts'
import { deviceNamePattern, deviceNameWanted } from '../../device-names/names.ts'
import { deviceKey, type Device } from '../model/device.ts'
import type { Product } from '../model/product.ts'
import { findJsonFault, placeOf } from '../../local-files/json-place.ts'
import { phrase, speak } from '../../command-line/language.ts'
import { parseTsl, readTslFile } from '../../thing-model/tsl-file.ts'

/** The device file: which devices may log in, and what is known of their products. */
export interface DeviceFile {
  readonly devices: readonly Device[]
  /** For every productKey that is not in `products`. */
  readonly product: Product
  readonly products: Readonly<Record<string, Product>>
}

const example = '{ "devices": [{ "productKey": "a1...", "deviceName": "switch-1", "deviceSecret": "..." }] }'

const productKey = { type: 'string', pattern: '^[A-Za-z0-9_@.:-]{1,64}$' } as const
/** The same in words, for whoever gave another one. */
export const productKeyWanted = phrase`1-64 of letters, digits, - _ @ . :`

/** Whether the platform takes this as a productKey. */
export const isProductKey = (text: string): boolean => new RegExp(productKey.pattern).test(text)

const deviceName = { type: 'string', pattern: `^${deviceNamePattern}$` } as const

/** The settings of a product apart from its TSL, which has a schema of its own. */
const settings = {
  topics: { type: 'object', additionalProperties: { enum: ['pub', 'sub', 'pub-sub'] } },
  productSecret: { type: 'string', minLength: 1 },
  dynamicRegistration: { type: 'boolean' },
  remoteConfig: { type: 'object' },
}

const schema = {
  type: 'object',
  required: ['devices'],
  additionalProperties: false,
  properties: {
    devices: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['productKey', 'deviceName', 'deviceSecret'],
        additionalProperties: false,
        properties: {
          productKey,
          deviceName,
          deviceSecret: { type: 'string', minLength: 1 },
          disabled: { type: 'boolean' },
        },
      },
    },
    // A TSL has more keys than the platform looks at.
    product: { type: 'object', additionalProperties: true, properties: settings },
    products: {
      type: 'object',
      propertyNames: productKey,
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: { ...settings, tsl: { type: ['string', 'object'] } },
      },
    },
  },
}

type Settings = Omit<Product, 'properties' | 'events' | 'services' | 'functionBlocks'>
interface FileContent {
  readonly devices: Device[]
  readonly product?: Product
  readonly products?: Record<string, Settings & { readonly tsl?: string | object }>
}

const validate = new Ajv({ allErrors: true, strict: false }).compile<FileContent>(schema)

/** Reads the device file. Throws UserError devices-missing, devices-not-json (line:column), devices-invalid, tsl-*. */
export function readDeviceFile(path: string): DeviceFile {
  const words = { missing: 'devices-missing', invalid: 'devices-not-json', hint: speak`make it: ${example}` }
  return parseDeviceFile(readTextFile(path, words), path)
}

/** Checks the text of a device file; all problems in one error, each with its place. `path` is for the messages. */
export function parseDeviceFile(text: string, path: string): DeviceFile {
  const fault = findJsonFault(text)
  if (fault !== undefined) {
    const { line, column, found } = fault
    const hint = speak`JSON has no comments, no comma before a closing bracket, and double quotes only`
    throw new UserError('devices-not-json', speak`${path}:${line}:${column} is not JSON at ${found}`, hint)
  }
  const content: unknown = JSON.parse(text)
  if (!validate(content)) {
    const problems = (validate.errors ?? []).map((error) => `\n  ${explain(error, text)}`)
    throw new UserError(
      'devices-invalid',
      speak`${path} is not a device file${problems.join('')}`,
      speak`wanted: ${example}`,
    )
  }
  const { devices, product = {} } = content
  const keys = devices.map(deviceKey)
  const twice = keys.find((key, at) => keys.indexOf(key) !== at)
  if (twice !== undefined) throw new UserError('devices-invalid', speak`${path} has the device ${twice} twice`)
  parseTsl(product, { text, path, at: ['product'] })
  return { devices, product, products: readProducts(content, text, path) }
}

function readProducts({ products = {} }: FileContent, text: string, path: string): Record<string, Product> {
  const read = Object.entries(products).map(([productKey, { tsl = {}, ...rest }]) => {
    const at = ['products', productKey, 'tsl']
    const model = typeof tsl === 'string' ? readTslFile(resolve(dirname(path), tsl)) : parseTsl(tsl, { text, path, at })
    return [productKey, { ...model, ...rest }] as const
  })
  return Object.fromEntries(read)
}

/** One schema error: the place, the path and what is wanted; never the value, which may be a secret. */
function explain({ instancePath, keyword, params, message }: ErrorObject, text: string): string {
  const keys = instancePath.split('/').slice(1)
  const path = keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key))
  const unknown = keyword === 'additionalProperties' ? [String(params.additionalProperty)] : []
  const { line, column } = placeOf(text, [...path, ...unknown])
  const where = `${line}:${column}  ${keys.join('.') || speak`the file`}`
  if (unknown.length > 0) return speak`${where}: unknown key "${unknown.join()}"`
  if (keyword === 'pattern') {
    const isDevice = params.pattern === deviceName.pattern
    return speak`${where}: wanted ${isDevice ? speak(deviceNameWanted) : speak(productKeyWanted)}`
  }
  return speak`${where}: ${message ?? keyword}`
}
