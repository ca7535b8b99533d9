import { moreRules, type Tell } from './section.ts'

/**
 * The rules of a section packed into one string, separated by commas (docs/firmware-size.md). A rule is `key kind least
 * most`, and its end says whether the key must be there:
 * - ` !`: it must;
 * - a space alone: it must, and its value may be '';
 * - nothing: it may be left out.
 *
 * Kinds: `w` a word of A-Z a-z 0-9 _ . : @ -, `u` deviceName&productKey, `s` any string, `S` a string that is never shown,
 * `n` an integer, or the allowed values as JSON with bars between them. `least` and `most` limit a string's length in bytes
 * and an integer's value; with the allowed values `1 0` stands there, which nothing fits. A key with a space alone behind it
 * is checked elsewhere.
 */
type Rules = string
type Values = { readonly [key: string]: unknown; $schema?: unknown }

/** Checks the keys of a section: the known ones by their rules, and that there are no others. Returns the section, or {}. @start */
export function check(tell: Tell, path: string, section: unknown, rules: Rules): Values {
  if (typeof section !== 'object' || !section) {
    tell((path || 'device.json') + ' is missing or no object')
    return {}
  }
  const values = section as Values
  const prefix = path && path + '.'
  // The key is for editors, not for the device, and may be long.
  delete values.$schema
  rules.split(',').forEach((rule) => {
    const parts = rule.split(' ')
    const kind = parts[1]
    const value = values[parts[0]!]
    if (!kind || (!parts[4] && value === parts[4])) return
    const json = JSON.stringify(value)
    const isText = typeof value === 'string'
    const size = isText ? value.length : (value as number)
    if (kind.split('|').indexOf(json) >= 0) return
    if (
      size >= +parts[2]! &&
      size <= +parts[3]! &&
      (kind === 'n'
        ? typeof value === 'number' && value % 1 === 0
        : isText && (kind === 'w' ? !/[^\w.:@-]/.test(value) : kind !== 'u' || /^[^&]+&[^&]/.test(value)))
    )
      return
    tell(
      prefix +
        parts[0] +
        ' ' +
        (value === undefined ? 'is missing' : kind === 'S' || typeof value === 'object' ? 'is wrong' : json) +
        ', wanted ' +
        (kind[1]
          ? kind
          : parts[2] +
            ' to ' +
            parts[3] +
            (kind === 'n'
              ? ''
              : kind === 'w'
                ? ' of A-Z a-z 0-9 _ . : @ -'
                : kind === 'u'
                  ? ' of deviceName&productKey'
                  : ' characters')),
    )
  })
  Object.keys(values).forEach((key) => {
    // A whole section: the file is for another application, or for another script.
    if ((',' + rules).indexOf(',' + key + ' ') < 0)
      tell(prefix + key + ' is unknown' + (path ? '' : ' to this script: npm run flash'))
  })
  return values
}

/**
 * Tells every problem of the firmware's own sections that can be seen without the board. `own`: the application's; the
 * switch's section may be there for any.
 */
export function checkConfig(config: unknown, own: string, tell: Tell): void {
  const sections = check(tell, '', config, 'wifi ,aliyun ,mqtt ,link ,switches ,' + own + ' ' + (moreRules || ''))
  check(tell, 'wifi', sections.wifi, 'ssid s 1 32 !,password S 8 64 ')
  const tlsRules = ',tls true|false 1 0,ca s 1 4096'
  if (!sections.aliyun === !sections.mqtt) tell('wanted one of aliyun and mqtt')
  else if (sections.mqtt)
    check(
      tell,
      'mqtt',
      sections.mqtt,
      'clientId s 1 256 !,username u 3 128 !,passwd S 32 64 !,mqttHostUrl w 1 127 !,port n 1 65535 !' + tlsRules,
    )
  else {
    const aliyun = check(
      tell,
      'aliyun',
      sections.aliyun,
      'productKey w 1 31 !,deviceName w 4 32 !,deviceSecret S 32 32 !,region w 1 32,instanceId w 1 64,host w 1 127,port n 1 65535' +
        tlsRules,
    )
    if (!aliyun.region && !aliyun.host && !aliyun.instanceId) tell('aliyun.region is missing')
  }
  if (sections.link !== undefined) check(tell, 'link', sections.link, 'keepAliveS n 30 1200,rebootAfterMin n 0 10080')
}
