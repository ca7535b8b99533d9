import { inlineConfig } from './inline.ts'
import type { BoardAtBoot, Bytes } from '../platform.ts'
import type { WifiConfig } from '../wifi.ts'

/** One PowerSwitch_n as configured; activeHigh is true, atBoot `off`, unless said otherwise. */
export interface SwitchConfig {
  readonly pin: string
  /** The pin of a button to ground, which toggles the switch; none unless said. */
  readonly button?: string
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
    /** The CA's certificate, DER in base64. */
    readonly ca?: string
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
 * `P` the same or empty, `n` a whole number, or the values allowed, as JSON, with bars between. None: looked at
 * elsewhere. Lengths in bytes.
 */
type Rules = string
type Section = { readonly [key: string]: unknown }

/** No RegExp: it would leave its prototype behind in memory. Letters and digits are the digits to base 36. */
function isWord(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!
    if (!(parseInt(character, 36) >= 0 || '_.:@-'.indexOf(character) >= 0)) return false
  }
  return true
}

/** '' when a value is as its rule says, else what came and what is wanted; nothing of a secret. */
function wrongWith(value: unknown, kind: string, least: string, most: string): string {
  const isText = typeof value === 'string'
  const size = isText ? value.length : (value as number)
  const isSized = size >= +least && size <= +most
  const allowed = kind.split('|')
  const isSecret = kind === 'S' || kind === 'P'
  const right =
    kind.length > 1
      ? allowed.indexOf(JSON.stringify(value)) >= 0
      : kind === 'n'
        ? typeof value === 'number' && isSized && value % 1 === 0
        : isText && ((isSized && (kind !== 'w' || isWord(value))) || (kind === 'P' && !size))
  if (right) return ''
  const got =
    value === undefined ? 'is missing' : isSecret || typeof value === 'object' ? 'is wrong' : JSON.stringify(value)
  const wanted =
    kind.length > 1
      ? kind
      : least + ' to ' + most + (kind === 'n' ? '' : kind === 'w' ? ' of A-Z a-z 0-9 _ . : @ -' : ' characters')
  return got + ', wanted ' + wanted
}

/** Checks the keys of a section: the known ones by their rules, and that there are no others. Answers the section. */
function check(problems: string[], path: string, section: unknown, rules: Rules): Section {
  if (typeof section !== 'object' || !section) {
    problems.push((path || 'device.json') + ' is missing or no object')
    return {}
  }
  const prefix = path && path + '.'
  rules.split(',').forEach((rule) => {
    const parts = rule.split(' ')
    const value = (section as Section)[parts[0]!]
    if (!parts[1] || (value === undefined && parts[4])) return
    const wrong = wrongWith(value, parts[1], parts[2]!, parts[3]!)
    if (wrong) problems.push(prefix + parts[0] + ' ' + wrong)
  })
  Object.keys(section).forEach((key) => {
    if ((',' + rules).indexOf(',' + key + ' ') < 0) problems.push(prefix + key + ' is unknown')
  })
  return section as Section
}

function checkSwitches(problems: string[], atBoot: BoardAtBoot, section: unknown): void {
  const switches = typeof section === 'object' && section ? (section as Section) : {}
  const names = Object.keys(switches)
  if (!names.length) problems.push('switches is missing, wanted PowerSwitch_1')
  const taken: { [pin: number]: string } = {}
  names.forEach((name) => {
    const path = 'switches.' + name
    const number = parseInt(name.substr(12))
    if (name !== 'PowerSwitch_' + number || !(number > 0))
      problems.push(path + ' is unknown, wanted PowerSwitch_1, _2 ...')
    const each = check(
      problems,
      path,
      switches[name],
      'pin w 1 8,button w 1 8 ?,activeHigh true|false 0 0 ?,atBoot "off"|"on"|"restore" 0 0 ?',
    )
    ;['pin', 'button'].forEach((key) => {
      const pin = each[key]
      if (typeof pin !== 'string') return
      const gpio = atBoot.pinOf(pin)
      const wrong = gpio == null ? 'no pin of this board' : taken[gpio] && 'taken by ' + taken[gpio]
      if (wrong) problems.push(path + '.' + key + ' "' + pin + '" is ' + wrong)
      taken[gpio!] = name
    })
  })
}

function checkCloud(problems: string[], atBoot: BoardAtBoot, config: Section): void {
  if ((config.aliyun === undefined) === (config.mqtt === undefined)) problems.push('wanted one of aliyun and mqtt')
  else if (config.mqtt === undefined) {
    const aliyun = check(
      problems,
      'aliyun',
      config.aliyun,
      'productKey w 1 31,deviceName w 1 32,deviceSecret S 32 32,region w 1 32 ?,instanceId w 1 64 ?,host w 1 128 ?,port n 1 65535 ?,tls true|false 0 0 ?,ca s 1 4096 ?',
    )
    if (!aliyun.region && !aliyun.host && !aliyun.instanceId) problems.push('aliyun.region is missing')
    if (aliyun.tls === true && !atBoot.hasTls) problems.push('aliyun.tls true, but this Espruino build has no TLS')
  } else {
    const username = check(
      problems,
      'mqtt',
      config.mqtt,
      'clientId s 1 256,username s 3 128,passwd S 32 64,mqttHostUrl w 1 128,port n 1 65535',
    ).username
    const names = typeof username === 'string' && username.split('&')
    if (names && !(names[0] && names[1]))
      problems.push('mqtt.username "' + (username as string) + '", wanted deviceName&productKey')
  }
}

/** UTF-8 of one code point from 0x80 on: 6 bits a byte, and the first byte has as many ones as there are bytes. */
function utf8(code: number): Bytes {
  let tail = ''
  let most = 63
  for (; code > most; most >>= 1) {
    tail = String.fromCharCode(128 | (code & 63)) + tail
    code >>= 6
  }
  return String.fromCharCode((-2 * most - 2) | code) + tail
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
    if (json[at + 1] === 'u') {
      let code = parseInt(json.substr(end, 4), 16)
      end += 4
      const low = json.substr(end, 2) === '\\u' ? parseInt(json.substr(at + 8, 4), 16) : 0
      if (code >> 10 === 0x36 && low >> 10 === 0x37) {
        code = (code << 10) + low - 0x35fdc00
        end += 6
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

/** What a JSON text says; undefined of what is none. */
export function parsed(json: Bytes): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    // The engine's message quotes the text, and the text may hold secrets.
    return undefined
  }
}

/**
 * The configuration: from Storage, or from inside the script. Every problem is one line in `problems`; only when there
 * is none may the answer be used.
 */
export function readConfig(atBoot: BoardAtBoot, problems: string[]): DeviceConfig {
  const text: Bytes | undefined = inlineConfig || atBoot.storage.read('device.json')
  const config = parsed(escapesToUtf8(text || ''))
  if (config === undefined) {
    problems.push('device.json is not ' + (text ? 'JSON' : 'in Storage: npm run flash'))
    return {} as DeviceConfig
  }
  const sections = check(problems, '', config, '$schema ,wifi ,aliyun ,mqtt ,switches ,link ')
  check(problems, 'wifi', sections.wifi, 'ssid s 1 32,password P 8 64')
  checkCloud(problems, atBoot, sections)
  checkSwitches(problems, atBoot, sections.switches)
  if (sections.link !== undefined)
    check(problems, 'link', sections.link, 'keepAliveS n 30 1200 ?,rebootAfterMin n 0 10080 ?')
  return config as DeviceConfig
}
