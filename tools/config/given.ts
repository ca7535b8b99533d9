import { UserError } from '../user-error.ts'
import { readConsoleJson } from './console-json.ts'
import type { Draft } from './draft.ts'
import { deviceSecretVariable, readInput, readSecrets, wifiPasswordVariable } from './secrets.ts'
import type { Path } from './source.ts'

/** A value that need not be asked for, and what it came from: a flag or a variable. */
export interface Given {
  readonly path: Path
  readonly value: string | number | boolean
  readonly from: string
}

/** Flags that are a value of the configuration: [flag, path, kind]. */
const valueFlags = [
  ['board', ['board'], 'text'],
  ['ssid', ['wifi', 'ssid'], 'text'],
  ['product-key', ['aliyun', 'productKey'], 'text'],
  ['device-name', ['aliyun', 'deviceName'], 'text'],
  ['region', ['aliyun', 'region'], 'text'],
  ['instance-id', ['aliyun', 'instanceId'], 'text'],
  ['mqtt-host', ['aliyun', 'host'], 'text'],
  ['mqtt-port', ['aliyun', 'port'], 'number'],
  ['pin', ['switches', 'PowerSwitch_1', 'pin'], 'text'],
  ['button', ['switches', 'PowerSwitch_1', 'button'], 'text'],
  ['at-boot', ['switches', 'PowerSwitch_1', 'atBoot'], 'text'],
  ['keep-alive', ['link', 'keepAliveS'], 'number'],
] as const

/** Flags that say yes: [flag, path, the value that it means]. */
const yesFlags = [
  ['open', ['wifi', 'password'], ''],
  ['tls', ['aliyun', 'tls'], true],
  ['active-high', ['switches', 'PowerSwitch_1', 'activeHigh'], true],
  ['active-low', ['switches', 'PowerSwitch_1', 'activeHigh'], false],
] as const

/** What the command line said; `console-json` and `secrets-from` name files. */
export type GivenFlags = { readonly [flag in (typeof valueFlags)[number][0]]?: string | undefined } & {
  readonly [flag in (typeof yesFlags)[number][0]]?: boolean | undefined
} & { readonly 'console-json'?: string | undefined; readonly 'secrets-from'?: string | undefined }

/**
 * Everything that flags, files and the environment say. Throws UserError bad-flag, secrets-unreadable or
 * console-json-invalid.
 */
export function collectGiven(flags: GivenFlags, environment: NodeJS.ProcessEnv): Given[] {
  refuseContradictions(flags)
  const values = valueFlags.flatMap(([flag, path, kind]): Given[] => {
    const text = flags[flag]
    if (text === undefined) return []
    return [{ path, value: kind === 'number' && /^\d+$/.test(text) ? Number(text) : text, from: `--${flag}` }]
  })
  const yes = yesFlags.flatMap(([flag, path, value]): Given[] =>
    flags[flag] === true ? [{ path, value, from: `--${flag}` }] : [],
  )
  const copied = flags['console-json'] === undefined ? [] : readCopy(flags['console-json'])
  const secrets = readGivenSecrets(flags, environment)
  // What stands first counts: a flag more than a copy, a copy more than the environment.
  return [...values, ...yes, ...copied, ...secrets].filter(
    ({ path }, at, all) => all.findIndex((other) => other.path.join('.') === path.join('.')) === at,
  )
}

/** Draft with all that is given; the other way to log in goes. */
export function applyGiven(draft: Draft, given: readonly Given[]): Draft {
  const login = given.some(({ path }) => path[0] === 'mqtt') ? 'mqtt' : 'aliyun'
  const other = login === 'mqtt' ? 'aliyun' : 'mqtt'
  const cleared = given.some(({ path }) => path[0] === login) ? draft.with([other], undefined) : draft
  const region = given.find(({ path }) => path[1] === 'region' || path[1] === 'instanceId')
  const placed = region === undefined ? cleared : clearPlace(cleared)
  return given.reduce((grown, { path, value }) => grown.with(path, value), placed)
}

/** Takes region and instanceId away, of which one is enough. */
export function clearPlace(draft: Draft): Draft {
  return draft.with(['aliyun', 'region'], undefined).with(['aliyun', 'instanceId'], undefined)
}

function refuseContradictions(flags: GivenFlags): void {
  if (flags['active-high'] === true && flags['active-low'] === true) {
    throw new UserError('bad-flag', '--active-high and --active-low exclude each other')
  }
  if (flags['console-json'] === '-' && flags['secrets-from'] === '-') {
    throw new UserError('bad-flag', '--console-json and --secrets-from cannot both read standard input')
  }
}

function readCopy(from: string): Given[] {
  const copy = readConsoleJson(readInput(from))
  if (copy === undefined)
    throw new UserError('console-json-invalid', `${from} is not what the console copies`, copyHint)
  return copy.values.map(([path, value]) => ({ path, value, from: '--console-json' }))
}

export const copyHint =
  'wanted: the JSON with productKey, deviceName, deviceSecret, or the one with clientId, username, passwd, mqttHostUrl, port'

function readGivenSecrets(flags: GivenFlags, environment: NodeJS.ProcessEnv): Given[] {
  const secrets = readSecrets(flags['secrets-from'], environment)
  const { [wifiPasswordVariable]: wifiPassword, [deviceSecretVariable]: deviceSecret } = secrets
  const password: Given[] =
    wifiPassword === undefined ? [] : [{ path: ['wifi', 'password'], value: wifiPassword, from: wifiPasswordVariable }]
  if (deviceSecret === undefined || flags['console-json'] !== undefined) return password
  return [...password, { path: ['aliyun', 'deviceSecret'], value: deviceSecret, from: deviceSecretVariable }]
}
