import { readFileSync } from 'node:fs'
import { Ajv, type ErrorObject } from 'ajv'
import { UserError } from '../user-error.ts'
import { deviceKey, type Device, type Product } from './devices.ts'
import { findJsonFault, placeOf } from './json-place.ts'

/** The platform's small file: who may log in, and what their product knows. */
export interface DeviceFile {
  readonly devices: readonly Device[]
  readonly product: Product
}

const example = '{ "devices": [{ "productKey": "a1...", "deviceName": "switch-1", "deviceSecret": "..." }] }'

/** No bar, ampersand, slash or wildcard: they would break the clientId, the user name or the topics. */
const name = { type: 'string', pattern: '^[A-Za-z0-9_@.:-]{1,64}$' } as const

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
          productKey: name,
          deviceName: name,
          deviceSecret: { type: 'string', minLength: 1 },
          disabled: { type: 'boolean' },
        },
      },
    },
    product: {
      type: 'object',
      // A TSL has more than the platform looks at.
      additionalProperties: true,
      properties: {
        properties: {
          type: 'array',
          items: { type: 'object', required: ['identifier'], properties: { identifier: { type: 'string' } } },
        },
        topics: { type: 'object', additionalProperties: { enum: ['pub', 'sub', 'pub-sub'] } },
      },
    },
  },
}

const validate = new Ajv({ allErrors: true, strict: false }).compile<{ devices: Device[]; product?: Product }>(schema)

/** Reads the device file. Throws UserError devices-missing, devices-not-json (line:column) or devices-invalid. */
export function readDeviceFile(path: string): DeviceFile {
  return parseDeviceFile(readText(path), path)
}

/** Checks the text of a device file; all problems in one error, each with its place. `path` is for the messages. */
export function parseDeviceFile(text: string, path: string): DeviceFile {
  const fault = findJsonFault(text)
  if (fault !== undefined) {
    const { line, column, found } = fault
    const hint = 'JSON has no comments, no comma before a closing bracket, and double quotes only'
    throw new UserError('devices-not-json', `${path}:${line}:${column} is not JSON at ${found}`, hint)
  }
  const content: unknown = JSON.parse(text)
  if (!validate(content)) {
    const problems = (validate.errors ?? []).map((error) => `\n  ${explain(error, text)}`)
    throw new UserError('devices-invalid', `${path} is not a device file${problems.join('')}`, `wanted: ${example}`)
  }
  const { devices, product = {} } = content
  const keys = devices.map(deviceKey)
  const twice = keys.find((key, at) => keys.indexOf(key) !== at)
  if (twice !== undefined) throw new UserError('devices-invalid', `${path} has the device ${twice} twice`)
  return { devices, product }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UserError('devices-missing', `cannot read ${path}: ${reason}`, `make it: ${example}`)
  }
}

/** One schema error as place, path and wish; never the value, which may be a secret. */
function explain({ instancePath, keyword, params, message }: ErrorObject, text: string): string {
  const keys = instancePath.split('/').slice(1)
  const path = keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key))
  const unknown = keyword === 'additionalProperties' ? [String(params.additionalProperty)] : []
  const { line, column } = placeOf(text, [...path, ...unknown])
  const where = `${line}:${column}  ${keys.join('.') || 'the file'}`
  if (unknown.length > 0) return `${where}: unknown key "${unknown.join()}"`
  if (keyword === 'pattern') return `${where}: wanted 1-64 of letters, digits, - _ @ . :`
  return `${where}: ${message ?? keyword}`
}
