import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readFlags, readPort } from '../command-line/flags.ts'
import { readIdentities } from './files/identity.ts'
import { formatEvent, formatEventAsJson } from './log/log.ts'
import { keepAccessKey, localKeyFile } from './openapi/access-key.ts'
import { readRules } from './files/rule-flags.ts'
import { defaultRules, type Rules } from './model/rules.ts'
import { defaultControlPort, defaultPort } from './ports.ts'
import { startPlatform, type RunningPlatform } from './start-platform.ts'
import { inLanguage, speak } from '../command-line/language.ts'
import { UserError } from '../command-line/user-error.ts'
import { refuseTaken } from '../tcp/tcp-listener.ts'
import { commandToTry } from '../thing-model/first-set.ts'
import { describesSomething, readTslFile } from '../thing-model/tsl-file.ts'
import { defaultData, help, passwordVariable, usage } from './cloud-help.ts'

const options = {
  devices: { type: 'string' },
  tsl: { type: 'string' },
  'product-key': { type: 'string' },
  'device-name': { type: 'string' },
  'secrets-from': { type: 'string' },
  port: { type: 'string', default: String(defaultPort) },
  'tls-port': { type: 'string' },
  'register-port': { type: 'string' },
  'no-tls': { type: 'boolean', default: false },
  host: { type: 'string', default: '127.0.0.1' },
  'control-port': { type: 'string', default: String(defaultControlPort) },
  'control-host': { type: 'string', default: '127.0.0.1' },
  'https-port': { type: 'string' },
  memory: { type: 'boolean', default: false },
  data: { type: 'string', default: defaultData },
  'auto-delivery': { type: 'string', default: defaultRules.autoDelivery },
  'no-rate-limit': { type: 'boolean', default: false },
  rule: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/**
 * `npm run cloud`: starts the platform as the flags say and prints its log. Returns the running platform, or undefined
 * if only help was wanted. Throws UserError for everything that the user can mend.
 */
export async function cloudCommand(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  print: (text: string) => void,
): Promise<RunningPlatform | undefined> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  if (flags.help) return void print(inLanguage(help))
  const { devices, product, products } = readIdentities(
    {
      devices: flags.devices,
      productKey: flags['product-key'],
      deviceName: flags['device-name'],
      secretsFrom: flags['secrets-from'],
    },
    environment,
  )
  const format = flags.json ? formatEventAsJson : formatEvent
  const startedAt = performance.now()
  const ports = readPorts(flags)
  // A start that fails leaves no new folder with keys in it. One that is there already may be in use, which says more.
  if (!existsSync(flags.data)) await refuseTakenPorts(flags, ports)
  const running = await startPlatform({
    devices,
    product: { ...product, ...(flags.tsl === undefined ? {} : readTslFile(flags.tsl, describesSomething)) },
    products,
    host: flags.host,
    ...ports,
    controlHost: flags['control-host'],
    consolePassword: environment[passwordVariable],
    accessKey: keepAccessKey(join(flags.data, 'access-key.json'), speak`name another folder with --data`),
    ...(flags.memory ? {} : { dataFile: join(flags.data, 'state.sqlite') }),
    rules: { ...chosenRules(flags['auto-delivery'], flags['no-rate-limit']), ...readRules(flags.rule ?? []) },
    onEvent(event) {
      const line = format(event, performance.now() - startedAt)
      if (line !== undefined) print(`${line}\n`)
    },
  })
  if (!flags.json) print(introduce(running, flags))
  return running
}

interface IntroducedFlags {
  readonly host: string
  readonly data: string
  readonly 'control-host': string
}

interface PortFlags {
  readonly port: string
  readonly 'tls-port'?: string | undefined
  readonly 'register-port'?: string | undefined
  readonly 'https-port'?: string | undefined
  readonly 'control-port': string
  readonly 'no-tls': boolean
  readonly data: string
}

function readPorts(flags: PortFlags) {
  const optional = (flag: 'tls-port' | 'register-port' | 'https-port') => {
    const text = flags[flag]
    if (text !== undefined && flags['no-tls'])
      throw new UserError('bad-flag', speak`--no-tls and --${flag} exclude each other`)
    return text === undefined ? undefined : readPort(`--${flag}`, text)
  }
  return {
    port: readPort('--port', flags.port),
    controlPort: readPort('--control-port', flags['control-port']),
    tlsPort: optional('tls-port'),
    registerPort: optional('register-port'),
    httpsPort: optional('https-port'),
    caDirectory: flags['no-tls'] ? undefined : flags.data,
  }
}

async function refuseTakenPorts(
  { host, 'control-host': controlHost }: { readonly host: string; readonly 'control-host': string },
  { port, tlsPort, registerPort, controlPort, httpsPort }: ReturnType<typeof readPorts>,
): Promise<void> {
  await refuseTaken(host, port, '--port')
  if (tlsPort !== undefined) await refuseTaken(host, tlsPort, '--tls-port')
  if (registerPort !== undefined) await refuseTaken(host, registerPort, '--register-port')
  await refuseTaken(controlHost, controlPort, '--control-port')
  if (httpsPort !== undefined) await refuseTaken(controlHost, httpsPort, '--https-port')
}

function chosenRules(autoDelivery: string, noRateLimit: boolean): Partial<Rules> {
  if (autoDelivery !== 'always' && autoDelivery !== 'ss' && autoDelivery !== 'never') {
    throw new UserError(
      'bad-flag',
      speak`--auto-delivery ${autoDelivery} is unknown`,
      speak`wanted: always, ss or never`,
    )
  }
  if (!noRateLimit) return { autoDelivery }
  const off = 'unlimited'
  return { autoDelivery, connectsPerMinute: off, uplinkPerSecond: off, downlinkPerSecond: off, bytesPerSecond: off }
}

/** The command that sets something of the first device, and reaches this platform. */
function setCommand({ platform }: RunningPlatform, controlHost: string, controlPort: number, data: string): string {
  const [first] = platform.devices()
  const keyFile = join(data, 'access-key.json')
  return commandToTry(first && platform.product(first.productKey), [
    ...(controlPort === defaultControlPort ? [] : ['--control', `http://${controlHost}:${controlPort}`]),
    ...(keyFile === join(localKeyFile) ? [] : ['--key-file', keyFile]),
  ])
}

function introduce(running: RunningPlatform, { host, data, 'control-host': listens }: IntroducedFlags): string {
  // If it listens on every address, then on this one, too.
  const controlHost = listens === '0.0.0.0' || listens === '::' ? '127.0.0.1' : listens
  const { mqttPort, controlPort, httpsPort, tlsPort, registerPort, caFile, platform } = running
  const none = speak`none yet: make one in the console, or name a file with --devices`
  const devices = platform
    .devices()
    .map(({ deviceName, productKey, disabled }) =>
      disabled
        ? speak`${deviceName} of product ${productKey}, disabled`
        : speak`${deviceName} of product ${productKey}`,
    )
  const command = setCommand(running, controlHost, controlPort, data)
  return [
    `cloud      mqtt://${host}:${mqttPort}  ${speak`checks signatures as Aliyun does`}`,
    ...(caFile === undefined ? [] : [`test CA    ${caFile}  ${speak`for mqtts:// and wss:// on the same port`}`]),
    ...(tlsPort === undefined ? [] : [`tls        mqtts://${host}:${tlsPort}`]),
    ...(registerPort === undefined ? [] : [`register   https://${host}:${registerPort}/auth/register/device`]),
    ...(devices.length === 0 ? [none] : devices).map((device) => `device     ${device}`),
    `console    http://${controlHost}:${controlPort}`,
    ...(httpsPort === undefined
      ? []
      : [`https      https://${controlHost}:${httpsPort}  ${speak`the same, with the test CA`}`]),
    speak`Try: ${command}  in a second terminal. Ctrl-C ends.`,
    '',
    '',
  ].join('\n')
}
