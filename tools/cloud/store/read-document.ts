import { Ajv, type ValidateFunction } from 'ajv'
import { isJsonObject, readJson } from '../model/json.ts'
import type { Documents } from '../model/documents.ts'

const [text, number, object, texts] = [
  { type: 'string' },
  { type: 'number' },
  { type: 'object' },
  { type: 'array', items: { type: 'string' } },
]
const fields = (properties: object, required = Object.keys(properties)) => ({ type: 'object', required, properties })
const each = (additionalProperties: object) => ({ type: 'object', additionalProperties })

/** The schema of each kind of document: what the platform reads in it. Other keys are allowed. */
const schemas: Readonly<Record<keyof Documents, object>> = {
  device: fields({ productKey: text, deviceName: text, deviceSecret: text, createdAtMs: number }),
  reported: each(fields({ value: {}, timeMs: number })),
  desired: each(fields({ version: number, timeMs: number })),
  tags: each(text),
  shadow: fields({
    ...{ version: number, reported: object, desired: object },
    times: fields({ reported: each(number), desired: each(number) }),
  }),
  session: fields({ subscribed: texts, turnedOff: texts, autoSubscribe: { type: 'boolean' } }),
  firmware: fields({ versions: each(text), pending: fields({ module: text, data: object }) }, ['versions']),
  config: object,
  logs: fields({ isOn: { type: 'boolean' } }),
  run: fields({ name: text }),
}

const ajv = new Ajv({ strict: false })
const checks = new Map<string, ValidateFunction>()

export function isKind(kind: string): kind is keyof Documents {
  return Object.hasOwn(schemas, kind)
}

/** Reads a stored document. Returns a string that says what is wrong with it, if something else has written it. */
export function readDocument<Kind extends keyof Documents>(kind: Kind, json: string): Documents[Kind] | string {
  const value = readJson(json)
  if (!isJsonObject(value)) return 'it is no JSON object'
  const check = checks.get(kind) ?? ajv.compile<Documents[Kind]>(schemas[kind])
  checks.set(kind, check)
  if (isValid<Documents[Kind]>(check, value)) return value
  const [{ instancePath = '', message = '' } = {}] = check.errors ?? []
  return `${instancePath === '' ? 'it' : instancePath.slice(1).replaceAll('/', '.')} ${message}`
}

function isValid<Content>(check: ValidateFunction, value: unknown): value is Content {
  return check(value) === true
}
