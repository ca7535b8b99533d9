import { isSignMethod, type SignMethod } from './password.ts'

/** The longest clientId before the first bar, characters (documented). */
const longestClientId = 64

/** What `clientId|key=value,...|` says. */
export interface ParsedClientId {
  readonly clientId: string
  readonly signMethod: SignMethod
  readonly timestamp?: string
  /** `_ss=1`: the device wants system topics without a SUBSCRIBE. */
  readonly autoSubscribe: boolean
  /** All extension parameters, those above and unknown ones included. */
  readonly extension: ReadonlyMap<string, string>
}

/**
 * Reads the mqttClientId as tolerantly as Aliyun does: parameters in any order, unknown ones, white space around them,
 * empty items and a trailing comma, all of which SDKs in use send. If a key is there twice, the last one counts.
 * Returns the reason as a string if it cannot be read.
 */
export function parseClientId(text: string): ParsedClientId | string {
  const [clientId = '', list, rest, ...more] = text.split('|')
  if (list === undefined || rest === undefined) return 'the clientId has no extension between two bars'
  if (rest !== '' || more.length > 0) return 'the clientId goes on after its second bar'
  if (clientId === '') return 'the clientId before the first bar is empty'
  if ([...clientId].length > longestClientId) return `the clientId is longer than ${longestClientId} characters`
  const extension = parseExtension(list)
  if (typeof extension === 'string') return extension
  const signMethod = extension.get('signmethod') ?? 'hmacmd5'
  if (!isSignMethod(signMethod)) return `the signmethod is none of hmacmd5, hmacsha1, hmacsha256`
  const timestamp = extension.get('timestamp')
  const autoSubscribe = extension.get('_ss') === '1'
  return { clientId, signMethod, autoSubscribe, extension, ...(timestamp === undefined ? {} : { timestamp }) }
}

function parseExtension(list: string): Map<string, string> | string {
  const extension = new Map<string, string>()
  for (const item of list.split(',').map((part) => part.trim())) {
    if (item === '') continue
    const at = item.indexOf('=')
    if (at < 1) return 'an extension parameter of the clientId is not of the form key=value'
    extension.set(item.slice(0, at).trim(), item.slice(at + 1).trim())
  }
  return extension
}
