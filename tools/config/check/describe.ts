import { nearestWord } from '../../command-line/nearest-word.ts'
import type { Path } from './source.ts'
import { phrase, speak } from '../../command-line/language.ts'

/** The part of device.schema.json about one value, as far as it is put into words. */
export interface ValueSchema {
  readonly title?: string
  readonly type?: 'object' | 'string' | 'integer' | 'number' | 'boolean'
  readonly properties?: Readonly<Record<string, ValueSchema>>
  readonly enum?: readonly string[]
  readonly const?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly anyOf?: readonly ValueSchema[]
  /** A secret: never shown. */
  readonly writeOnly?: boolean
  readonly minProperties?: number
}

const certificateFix = phrase`paste the CA's own file alone, with \\n for its line ends; no key, no path`

/** Hints for values for which the wanted form alone does not help. */
const fixes: Readonly<Record<string, string>> = {
  'wifi.ssid': phrase`a network has a name of at most 32 bytes; a Chinese character takes 3`,
  'wifi.password': phrase`"" for an open network`,
  'aliyun.deviceSecret': phrase`copy it again from the console; do not retype`,
  'aliyun.deviceName': phrase`as the console shows it`,
  'mqtt.username': phrase`copy it again from the console: MQTT connection parameters`,
  'mqtt.passwd': phrase`copy it again from the console: MQTT connection parameters`,
  'aliyun.ca': certificateFix,
  'mqtt.ca': certificateFix,
  'link.keepAliveS': phrase`the platform refuses a login with any other`,
  'link.rebootAfterMin': phrase`10080 is a week; 0 is never`,
  desired: phrase`leave the key out where a stale value must not come true`,
  switches: '{ "PowerSwitch_1": { "pin": "D2" } }',
  properties: '{ "Lamp": { "type": "output", "pin": "D4" } }',
}

const isCertificate = (pattern: string): boolean => pattern.includes('CERTIFICATE')

/** Returns as many characters of a text as fit into a line. */
export function shorten(text: string): string {
  const characters = [...text]
  return characters.length <= 40 ? text : `${characters.slice(0, 39).join('')}...`
}

/** Describes a value: a text or number itself, of a secret its length, and of a wrong type only the type. */
export function describeGot(value: unknown, schema: ValueSchema): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return speak`a list`
  if (typeof value === 'object') return Object.keys(value).length === 0 ? speak`is empty` : speak`an object`
  if (typeof value === 'number') return schema.writeOnly === true ? speak`a number` : String(value)
  if (typeof value === 'boolean') return String(value)
  const text = String(value)
  // A text in the wrong place may be a secret, and what should be a certificate may be a private key.
  const isPlain = schema.pattern !== undefined && !isCertificate(schema.pattern)
  const shown = schema.enum !== undefined || (schema.type === 'string' && isPlain)
  if (!shown) return schema.type === 'string' ? lengthOf(text) : speak`a text of ${lengthOf(text)}`
  return Buffer.byteLength(text) > (schema.maxLength ?? Infinity) ? lengthOf(text) : quote(text)
}

const quote = (text: string) => JSON.stringify(shorten(text))

function lengthOf(text: string): string {
  const bytes = Buffer.byteLength(text)
  if (bytes !== text.length) return speak`${bytes} bytes of UTF-8`
  return bytes === 1 ? speak`1 character` : speak`${bytes} characters`
}

export function describeWanted(schema: ValueSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map((word) => `"${word}"`).join(speak` or `)
  switch (schema.type) {
    case 'boolean':
      return speak`true or false`
    case 'integer':
      return speak`a whole number, ${schema.minimum ?? ''} to ${schema.maximum ?? ''}`
    case 'number':
      return speak`a number, ${schema.minimum ?? ''} to ${schema.maximum ?? ''}`
    case 'object':
      if (schema.minProperties === undefined) return '{ ... }'
      return schema.title === 'Properties on pins' ? speak`at least one property` : speak`at least PowerSwitch_1`
    case 'string':
      return describeText(schema)
    default:
      return ''
  }
}

function describeText({ anyOf, ...schema }: ValueSchema): string {
  if (anyOf !== undefined) return speak`${describeText({ ...schema, ...anyOf.at(-1) })}, or ""`
  const { minLength, maxLength, pattern } = schema
  const range = minLength === maxLength ? String(maxLength) : speak`${minLength ?? 0} to ${maxLength ?? ''}`
  if (pattern === undefined) return speak`${range} characters`
  if (isCertificate(pattern)) return speak`one certificate, as PEM or as base64 of its DER`
  if (pattern.includes('&')) return 'deviceName&productKey'
  return speak`${range} of ${pattern.includes('@') ? 'A-Z a-z 0-9 _ . : @ -' : 'A-Z a-z 0-9 _ . -'}`
}

export function describeFix(path: Path, value: unknown, schema: ValueSchema): string {
  if (typeof value === 'string') {
    if (schema.enum !== undefined) {
      const near = nearestWord(value, schema.enum)
      return near === undefined ? '' : speak`did you mean "${near}"?`
    }
    const bare =
      schema.type === 'boolean'
        ? /^(true|false)$/
        : schema.type === 'integer' || schema.type === 'number'
          ? /^-?\d+$/
          : undefined
    if (bare?.test(value) === true) return speak`without the quotes`
    if (schema.writeOnly !== true && !value.includes('\n') && value !== value.trim())
      return speak`there is a space at its beginning or end`
  }
  const place = path.join('.')
  return hostPaths.includes(place) ? describeHost(String(value)) : speak(fixes[place] ?? '')
}

const hostPaths = ['mqtt.mqttHostUrl', 'aliyun.host']

/** Returns the host that was meant by `mqtt://host:1883/`, and where the rest belongs. */
function describeHost(text: string): string {
  const [, scheme = '', name = '', port] = /^(?:(\w+):\/\/)?([\w.-]+)(?::(\d+))?(?:[/?#].*)?$/.exec(text.trim()) ?? []
  if (name === '' || name === text) return speak`the name alone, without mqtt:// and port`
  const alone = speak`${quote(name)} alone`
  const withPort = port === undefined ? alone : speak`${alone}, and ${port} as the port`
  return /^(mqtts|ssl|tls|wss)$/i.test(scheme) ? speak`${withPort}, and TLS beside it` : withPort
}
