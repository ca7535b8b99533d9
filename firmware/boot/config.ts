import { inlineConfig } from './inline.ts'
import type { BoardAtBoot, Bytes } from '../platform.ts'
import type { WifiConfig } from '../wifi.ts'

/** One PowerSwitch_n as configured; activeHigh is true, atBoot `off`, unless said otherwise. */
export interface SwitchConfig {
  readonly pin: string
  readonly activeHigh?: boolean
  readonly atBoot?: 'off' | 'on' | 'restore'
}

/** device.json; its schema is device.schema.json. Exactly one of `aliyun` and `mqtt` is there. */
export interface DeviceConfig {
  readonly wifi: WifiConfig
  /** The device triple, signed on the device. */
  readonly aliyun?: {
    readonly productKey: string
    readonly deviceName: string
    readonly deviceSecret: string
    readonly region?: string
    readonly instanceId?: string
    readonly host?: string
    readonly port?: number
    readonly tls?: boolean
  }
  /** The console's one-click-copy JSON ("MQTT connection parameters"), used as it is. */
  readonly mqtt?: {
    readonly clientId: string
    readonly username: string
    readonly passwd: string
    readonly mqttHostUrl: string
    readonly port: number
  }
  readonly switches: { readonly [name: string]: SwitchConfig }
  readonly link?: { readonly keepAliveS?: number; readonly rebootAfterMin?: number }
}

/**
 * Kind, least, most, and `?` where the key may be missing. Kinds: `w` a word of A-Z a-z 0-9 _ . : @ -, `s` any string,
 * `S` a string that is never shown, `P` the same or empty, `n` a whole number, `b` a boolean. Lengths in bytes.
 */
type Rules = { readonly [key: string]: string }
type Section = { readonly [key: string]: unknown }

/** Only A-Z a-z 0-9 _ . : @ -; no RegExp, which would leave its prototype behind in memory. */
function isWord(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if ('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:@-'.indexOf(text.charAt(i)) < 0) return false
  }
  return true
}

/** One line a problem: path, what came, what is wanted. Secrets only by their length. */
function checkValue(problems: string[], path: string, value: unknown, rule: string): void {
  const parts = rule.split(' ')
  const kind = parts[0]!
  if (value === undefined && parts[3]) return
  const type = kind === 'n' ? 'number' : kind === 'b' ? 'boolean' : 'string'
  const isText = type === 'string'
  const size = typeof value === 'string' ? value.length : (value as number)
  if (
    typeof value === type &&
    (kind === 'b' ||
      (size >= +parts[1]! && size <= +parts[2]! && (isText || size === Math.floor(size))) ||
      (kind === 'P' && !size)) &&
    (kind !== 'w' || isWord(value as string))
  )
    return
  const got =
    value === undefined
      ? 'is missing'
      : typeof value === 'string'
        ? kind === 'S' || kind === 'P'
          ? size + ' characters'
          : '"' + value + '"'
        : typeof value === 'number'
          ? '' + value
          : 'a value of another type'
  const range = parts[1] === parts[2] ? parts[1] : parts[1] + ' to ' + parts[2]
  problems.push(
    path +
      ' ' +
      got +
      ', wanted ' +
      (kind === 'b'
        ? 'true or false'
        : isText
          ? range + (kind === 'w' ? ' of A-Z a-z 0-9 _ . : @ -' : ' characters')
          : range),
  )
}

/** The keys of a section: the known ones as their rules say, no others. Answers the section, {} when it is none. */
function checkSection(problems: string[], path: string, section: unknown, rules: Rules): Section {
  if (typeof section !== 'object' || !section) {
    problems.push(path + (section === undefined ? ' is missing' : ' is not an object'))
    return {}
  }
  const keys = Object.keys(section)
  for (let i = 0; i < keys.length; i++) {
    if (!rules[keys[i]!]) problems.push((path ? path + '.' : '') + keys[i] + ' is unknown')
  }
  for (const key in rules) {
    if (rules[key] !== 'any') checkValue(problems, path + '.' + key, (section as Section)[key], rules[key]!)
  }
  return section as Section
}

function checkSwitches(problems: string[], board: BoardAtBoot, switches: unknown): void {
  if (typeof switches !== 'object' || !switches || !Object.keys(switches).length) {
    problems.push('switches is missing: wanted at least PowerSwitch_1')
    return
  }
  const taken: { [pin: string]: string } = {}
  for (const name in switches) {
    const path = 'switches.' + name
    const number = name.substr(12)
    if (name !== 'PowerSwitch_' + number || '' + (+number | 0) !== number || +number < 1)
      problems.push(path + ' is unknown: wanted PowerSwitch_1, PowerSwitch_2 ...')
    const each = checkSection(problems, path, (switches as Section)[name], {
      pin: 'w 1 8',
      activeHigh: 'b 0 0 ?',
      atBoot: 'w 2 7 ?',
    })
    const pin = each.pin as string
    const gpio = typeof pin === 'string' ? board.pin(pin) : undefined
    if (typeof pin === 'string' && gpio === undefined)
      problems.push(path + '.pin "' + pin + '" is no pin of this board')
    if (gpio !== undefined && taken[gpio]) problems.push(path + '.pin "' + pin + '" is taken by ' + taken[gpio])
    taken[gpio!] = name
    const atBoot = each.atBoot
    if (typeof atBoot === 'string' && atBoot !== 'off' && atBoot !== 'on' && atBoot !== 'restore')
      problems.push(path + '.atBoot "' + atBoot + '", wanted off, on or restore')
  }
}

function checkCloud(problems: string[], config: Section): void {
  if ((config.aliyun === undefined) === (config.mqtt === undefined)) problems.push('wanted one of aliyun and mqtt')
  else if (config.mqtt === undefined) {
    const aliyun = checkSection(problems, 'aliyun', config.aliyun, {
      productKey: 'w 1 32',
      deviceName: 'w 1 32',
      deviceSecret: 'S 32 32',
      region: 'w 1 32 ?',
      instanceId: 'w 1 64 ?',
      host: 'w 1 128 ?',
      port: 'n 1 65535 ?',
      tls: 'b 0 0 ?',
    })
    if (!aliyun.region && !aliyun.host && !aliyun.instanceId) problems.push('aliyun.region is missing')
  } else {
    const mqtt = checkSection(problems, 'mqtt', config.mqtt, {
      clientId: 's 1 256',
      username: 's 3 128',
      passwd: 'S 32 64',
      mqttHostUrl: 'w 1 128',
      port: 'n 1 65535',
    })
    const username = mqtt.username
    if (typeof username === 'string' && username.indexOf('&') < 1)
      problems.push('mqtt.username "' + username + '", wanted deviceName&productKey')
  }
}

/** UTF-8 of one code point from 0x80 on. */
function utf8(code: number): Bytes {
  const tail = String.fromCharCode(0x80 | (code & 63))
  if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6)) + tail
  const middle = String.fromCharCode(0x80 | ((code >> 6) & 63)) + tail
  if (code < 0x10000) return String.fromCharCode(0xe0 | (code >> 12)) + middle
  return String.fromCharCode(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63)) + middle
}

/**
 * JSON text with its \uXXXX from 0x80 on as UTF-8 bytes, surrogate pairs as one: the boards' JSON.parse cuts such a
 * character to its lowest byte.
 */
export function escapesToUtf8(json: Bytes): Bytes {
  let text = ''
  let from = 0
  let at = json.indexOf('\\')
  while (at >= 0) {
    let end = at + 2
    if (json.charAt(at + 1) === 'u') {
      let code = parseInt(json.substr(at + 2, 4), 16)
      end = at + 6
      if (code >> 10 === 0x36 && json.substr(end, 2) === '\\u') {
        code = 0x10000 + ((code & 1023) << 10) + (parseInt(json.substr(at + 8, 4), 16) & 1023)
        end = at + 12
      }
      if (code > 127) {
        text += json.substring(from, at) + utf8(code)
        from = end
      }
    }
    at = json.indexOf('\\', end)
  }
  return text + json.substr(from)
}

/**
 * The configuration: from Storage, or from inside the script. Every problem is one line in `problems`; only when there
 * is none may the answer be used.
 */
export function readConfig(board: BoardAtBoot, problems: string[]): DeviceConfig {
  const text: Bytes | undefined = inlineConfig || board.store.read('device.json')
  let config: unknown
  try {
    config = JSON.parse(escapesToUtf8(text || ''))
  } catch (error) {
    // The engine's message quotes the text, and the text holds secrets.
    problems.push(text ? 'device.json is not JSON' : 'device.json is not in Storage: npm run flash writes it')
    return {} as DeviceConfig
  }
  const rules = { $schema: 'any', wifi: 'any', aliyun: 'any', mqtt: 'any', switches: 'any', link: 'any' }
  const sections = checkSection(problems, '', config, rules)
  checkSection(problems, 'wifi', sections.wifi, { ssid: 's 1 32', password: 'P 8 64' })
  checkCloud(problems, sections)
  checkSwitches(problems, board, sections.switches)
  if (sections.link !== undefined)
    checkSection(problems, 'link', sections.link, { keepAliveS: 'n 30 1200 ?', rebootAfterMin: 'n 0 10080 ?' })
  return config as DeviceConfig
}
