import { UserError } from '../../command-line/user-error.ts'
import { readConsoleJson, type ConsoleCopy } from './console-json.ts'
import { draftLogin, type Draft } from './draft.ts'
import type { Login } from '../check/login.ts'
import { deviceSecretVariable } from '../../command-line/secret-variable.ts'
import { readInput, readSecrets, wifiPasswordVariable } from './secrets.ts'
import type { Path } from '../check/source.ts'
import { phrase, speak } from '../../command-line/language.ts'

/** A value that need not be asked for, and its source: a flag or a variable. */
export interface Given {
  readonly path: Path
  readonly value: string | number | boolean
  readonly from: string
}

/** Flags that set a value of the configuration: [flag, path, kind]. */
const plainFlags = [
  ['board', ['board'], 'text'],
  ['ssid', ['wifi', 'ssid'], 'text'],
  ['pin', ['switches', 'PowerSwitch_1', 'pin'], 'text'],
  ['button', ['switches', 'PowerSwitch_1', 'button'], 'text'],
  ['at-boot', ['switches', 'PowerSwitch_1', 'atBoot'], 'text'],
  ['keep-alive', ['link', 'keepAliveS'], 'number'],
] as const

/** Flags of the device triple, which exclude MQTT parameters copied from the console. */
const tripleFlags = [
  ['product-key', ['aliyun', 'productKey'], 'text'],
  ['device-name', ['aliyun', 'deviceName'], 'text'],
  ['region', ['aliyun', 'region'], 'text'],
  ['instance-id', ['aliyun', 'instanceId'], 'text'],
] as const

/** Flags for which each of the two ways to log in has its own key. */
const hostFlags = [
  ['mqtt-host', { aliyun: ['aliyun', 'host'], mqtt: ['mqtt', 'mqttHostUrl'] }, 'text'],
  ['mqtt-port', { aliyun: ['aliyun', 'port'], mqtt: ['mqtt', 'port'] }, 'number'],
] as const

/** Flags without a value: [flag, path, the value that it sets]. */
const yesFlags = [
  ['open', ['wifi', 'password'], ''],
  ['active-high', ['switches', 'PowerSwitch_1', 'activeHigh'], true],
  ['active-low', ['switches', 'PowerSwitch_1', 'activeHigh'], false],
  ['desired', ['desired'], true],
] as const

type ValueFlag = (typeof plainFlags | typeof tripleFlags | typeof hostFlags)[number][0]

/** The flags of the command line; `console-json` and `secrets-from` name files. */
export type GivenFlags = { readonly [flag in ValueFlag]?: string | undefined } & {
  readonly [flag in (typeof yesFlags)[number][0]]?: boolean | undefined
} & {
  readonly tls?: boolean | undefined
  readonly 'console-json'?: string | undefined
  readonly 'secrets-from'?: string | undefined
}

/**
 * Returns all values that flags, files and the environment give for a configuration that is `draft` so far. Throws UserError
 * bad-flag, secrets-unreadable or console-json-invalid.
 */
export function collectGiven(flags: GivenFlags, environment: NodeJS.ProcessEnv, draft: Draft): Given[] {
  refuseContradictions(flags)
  const copy = flags['console-json'] === undefined ? undefined : readCopy(flags['console-json'])
  const tripleFlag = tripleFlags.find(([flag]) => flags[flag] !== undefined)?.[0]
  if (copy?.login === 'mqtt' && tripleFlag !== undefined) {
    const hint = speak`leave one out: host and login are in ${flags['console-json'] ?? ''}`
    throw new UserError('bad-flag', speak`--${tripleFlag} goes with the device triple, not with MQTT parameters`, hint)
  }
  const login = copy?.login ?? (tripleFlag === undefined ? draftLogin(draft) : 'aliyun')
  const tables = [
    ...plainFlags,
    ...tripleFlags,
    ...hostFlags.map(([flag, path, kind]) => [flag, path[login], kind] as const),
  ]
  const values = tables.flatMap(([flag, path, kind]): Given[] => {
    const text = flags[flag]
    if (text === undefined) return []
    return [{ path, value: kind === 'number' && /^\d+$/.test(text) ? Number(text) : text, from: `--${flag}` }]
  })
  const yes = yesFlags.flatMap(([flag, path, value]): Given[] =>
    flags[flag] === true ? [{ path, value, from: `--${flag}` }] : [],
  )
  const tls: Given[] = flags.tls === true ? [{ path: [login, 'tls'], value: true, from: '--tls' }] : []
  const copied = (copy?.values ?? []).map(([path, value]) => ({
    path,
    value,
    from: `--console-json ${path.join('.')}`,
  }))
  const secrets = readGivenSecrets(flags, environment, login)
  // The first one of a path counts: flags before the console's copy, that before the environment.
  return [...values, ...yes, ...tls, ...copied, ...secrets].filter(
    ({ path }, at, all) => all.findIndex((other) => other.path.join('.') === path.join('.')) === at,
  )
}

/** Returns the draft with all given values; the other way to log in is removed. */
export function applyGiven(draft: Draft, given: readonly Given[]): Draft {
  const login: Login = given.some(({ path }) => path[0] === 'mqtt') ? 'mqtt' : 'aliyun'
  const other = login === 'mqtt' ? 'aliyun' : 'mqtt'
  const cleared = given.some(({ path }) => path[0] === login) ? draft.with([other], undefined) : draft
  const region = given.find(({ path }) => path[1] === 'region' || path[1] === 'instanceId')
  const placed = region === undefined ? cleared : clearPlace(cleared)
  return given.reduce((grown, { path, value }) => grown.with(path, value), placed)
}

/** Removes region and instanceId, of which only one is needed. */
export function clearPlace(draft: Draft): Draft {
  return draft.with(['aliyun', 'region'], undefined).with(['aliyun', 'instanceId'], undefined)
}

function refuseContradictions(flags: GivenFlags): void {
  if (flags['active-high'] === true && flags['active-low'] === true) {
    throw new UserError('bad-flag', speak`--active-high and --active-low exclude each other`)
  }
  if (flags['console-json'] === '-' && flags['secrets-from'] === '-') {
    throw new UserError('bad-flag', speak`--console-json and --secrets-from cannot both read standard input`)
  }
}

function readCopy(from: string): ConsoleCopy {
  const copy = readConsoleJson(readInput(from))
  if (copy !== undefined) return copy
  throw new UserError('console-json-invalid', speak`${from} is not what the console copies`, speak(copyHint))
}

export const copyHint = phrase`wanted: the JSON with productKey, deviceName, deviceSecret, or the one with clientId, username, passwd, mqttHostUrl, port`

/** Reads the given secrets. A deviceSecret in the environment is ignored where the login is not by device triple. */
function readGivenSecrets(flags: GivenFlags, environment: NodeJS.ProcessEnv, login: Login): Given[] {
  const secrets = readSecrets(flags['secrets-from'], environment)
  const { [wifiPasswordVariable]: wifiPassword, [deviceSecretVariable]: deviceSecret } = secrets
  const password: Given[] =
    wifiPassword === undefined ? [] : [{ path: ['wifi', 'password'], value: wifiPassword, from: wifiPasswordVariable }]
  if (deviceSecret === undefined || login === 'mqtt' || flags['console-json'] !== undefined) return password
  return [...password, { path: ['aliyun', 'deviceSecret'], value: deviceSecret, from: deviceSecretVariable }]
}
