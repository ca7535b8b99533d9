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
 * Rules of a section in one string, the shortest form there is: comma-separated `key kind least most ?`, the `?` where
 * the key may be missing. Kinds: `w` a word of A-Z a-z 0-9 _ . : @ -, `s` any string, `S` a string that is never shown,
 * `P` the same or empty, `n` a whole number, `b` a boolean, `x` looked at elsewhere, or the words allowed with bars
 * between. Lengths in bytes.
 */
type Rules = string
type Section = { readonly [key: string]: unknown }

const wordCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:@-'

/** No RegExp: it would leave its prototype behind in memory. */
function isWord(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (wordCharacters.indexOf(text.charAt(i)) < 0) return false
  }
  return true
}

/** '' when a value is as its rule says, else what came and what is wanted; secrets only by their length. */
function wrongWith(value: unknown, kind: string, least: string, most: string): string {
  const isText = typeof value === 'string'
  const size = isText ? value.length : (value as number)
  const fits = size >= +least && size <= +most
  let wanted = least === most ? least : least + ' to ' + most
  let right: boolean
  if (kind === 'b') {
    right = typeof value === 'boolean'
    wanted = 'true or false'
  } else if (kind === 'n') right = typeof value === 'number' && fits && size === Math.floor(size)
  else if (kind.length > 1) {
    right = isText && ('|' + kind + '|').indexOf('|' + value + '|') >= 0
    wanted = kind
  } else {
    right = isText && ((fits && (kind !== 'w' || isWord(value))) || (kind === 'P' && !size))
    wanted += kind === 'w' ? ' of A-Z a-z 0-9 _ . : @ -' : ' characters'
  }
  if (right) return ''
  const isSecret = kind === 'S' || kind === 'P'
  const got =
    value === undefined
      ? 'is missing'
      : isText && isSecret
        ? size + ' characters'
        : isSecret || typeof value === 'object'
          ? 'is no text'
          : isText
            ? '"' + value + '"'
            : '' + value
  return got + ', wanted ' + wanted
}

/** Checks the keys of a section: the known ones by their rules, and that there are no others. Answers the section. */
function check(problems: string[], path: string, section: unknown, rules: Rules): Section {
  if (typeof section !== 'object' || !section) {
    problems.push((path || 'device.json') + (section === undefined ? ' is missing' : ' is not an object'))
    return {}
  }
  const prefix = path ? path + '.' : ''
  const keys = Object.keys(section)
  rules.split(',').forEach((rule) => {
    const parts = rule.split(' ')
    const key = parts[0]!
    const at = keys.indexOf(key)
    if (at >= 0) keys.splice(at, 1)
    if (parts[1] === 'x' || (at < 0 && parts[4])) return
    const wrong = wrongWith((section as Section)[key], parts[1]!, parts[2]!, parts[3]!)
    if (wrong) problems.push(prefix + key + ' ' + wrong)
  })
  keys.forEach((key) => problems.push(prefix + key + ' is unknown'))
  return section as Section
}

function checkSwitches(problems: string[], atBoot: BoardAtBoot, section: unknown): void {
  const switches = typeof section === 'object' && section ? (section as Section) : {}
  const names = Object.keys(switches)
  if (!names.length) problems.push('switches is missing, wanted at least PowerSwitch_1')
  const taken: { [pin: number]: string } = {}
  names.forEach((name) => {
    const path = 'switches.' + name
    const number = name.substr(12)
    if (name !== 'PowerSwitch_' + number || '' + (+number | 0) !== number || +number < 1)
      problems.push(path + ' is unknown, wanted PowerSwitch_1, PowerSwitch_2 ...')
    const pin = check(problems, path, switches[name], 'pin w 1 8,activeHigh b 0 0 ?,atBoot off|on|restore 0 0 ?').pin
    if (typeof pin !== 'string') return
    const gpio = atBoot.pin(pin)
    const quoted = path + '.pin "' + pin + '" is '
    if (gpio === undefined) problems.push(quoted + 'no pin of this board')
    else if (taken[gpio]) problems.push(quoted + 'taken by ' + taken[gpio])
    else taken[gpio] = name
  })
}

function checkCloud(problems: string[], atBoot: BoardAtBoot, config: Section): void {
  if ((config.aliyun === undefined) === (config.mqtt === undefined)) problems.push('wanted one of aliyun and mqtt')
  else if (config.mqtt === undefined) {
    const aliyun = check(
      problems,
      'aliyun',
      config.aliyun,
      'productKey w 1 31,deviceName w 1 32,deviceSecret S 32 32,region w 1 32 ?,instanceId w 1 64 ?,host w 1 128 ?,port n 1 65535 ?,tls b 0 0 ?',
    )
    if (!aliyun.region && !aliyun.host && !aliyun.instanceId) problems.push('aliyun.region is missing')
    if (aliyun.tls === true && !atBoot.tls) problems.push('aliyun.tls true, but this Espruino build has no TLS')
  } else {
    const username = check(
      problems,
      'mqtt',
      config.mqtt,
      'clientId s 1 256,username s 3 128,passwd S 32 64,mqttHostUrl w 1 128,port n 1 65535',
    ).username
    if (typeof username === 'string' && (username.indexOf('&') < 1 || username.indexOf('&') > username.length - 2))
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
      const low = json.substr(end, 2) === '\\u' ? parseInt(json.substr(at + 8, 4), 16) : 0
      if (code >> 10 === 0x36 && low >> 10 === 0x37) {
        code = 0x10000 + ((code & 1023) << 10) + (low & 1023)
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
export function readConfig(atBoot: BoardAtBoot, problems: string[]): DeviceConfig {
  const text: Bytes | undefined = inlineConfig || atBoot.store.read('device.json')
  let config: unknown
  try {
    config = JSON.parse(escapesToUtf8(text || ''))
  } catch (error) {
    // The engine's message quotes the text, and the text holds secrets.
    problems.push(text ? 'device.json is not JSON' : 'device.json is not in Storage: npm run flash writes it')
    return {} as DeviceConfig
  }
  const sections = check(problems, '', config, '$schema x,wifi x,aliyun x,mqtt x,switches x,link x')
  check(problems, 'wifi', sections.wifi, 'ssid s 1 32,password P 8 64')
  checkCloud(problems, atBoot, sections)
  checkSwitches(problems, atBoot, sections.switches)
  if (sections.link !== undefined)
    check(problems, 'link', sections.link, 'keepAliveS n 30 1200 ?,rebootAfterMin n 0 10080 ?')
  return config as DeviceConfig
}
