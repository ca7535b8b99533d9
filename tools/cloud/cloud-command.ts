import { join } from 'node:path'
import { readFlags, readPort } from '../command-line/flags.ts'
import { deviceSecretVariable } from '../identity/secret-variable.ts'
import { readIdentities } from './files/identity.ts'
import { formatEvent, formatEventAsJson } from './log/log.ts'
import { keepAccessKey, localKeyFile } from './openapi/access-key.ts'
import { describeRules, readRules } from './files/rule-flags.ts'
import { defaultRules, type Rules } from './model/rules.ts'
import { defaultControlPort, defaultPort } from './ports.ts'
import { startPlatform, type RunningPlatform } from './start-platform.ts'
import { UserError } from '../command-line/user-error.ts'

const usage = 'npm run cloud'
const defaultData = '.cloud'
const passwordVariable = 'CLOUD_CONSOLE_PASSWORD'
const help = `usage: ${usage} -- [--devices FILE] [flags]
       ${usage} -- --product-key KEY --device-name NAME [flags]

A local stand-in for the Aliyun IoT Platform: logs devices in as Aliyun does and shows what they say. Devices that are
in no file are made in its console, and are there at the next start.

  --devices FILE        {"devices": [{"productKey", "deviceName", "deviceSecret", "disabled"?}], "product"?: TSL,
                        "products"?: {productKey: {"tsl"?: TSL or its file, "topics"?, "productSecret"?,
                        "dynamicRegistration"?, "remoteConfig"?}}}
  --product-key KEY     one device by flags instead; its deviceSecret comes from the environment as
  --device-name NAME    ${deviceSecretVariable}, or with --secrets-from
  --secrets-from FILE   a file whose first line is the deviceSecret; - reads standard input
  --port N              where devices connect: plain TCP, TLS and WebSocket alike (${defaultPort}); 0 takes any free port
  --tls-port N          a second port for TLS alone, as Aliyun's 8883; none by default
  --register-port N     dynamic registration over HTTPS; none by default
  --no-tls              plain TCP and WebSocket only, no certificates
  --host ADDRESS        on which address (127.0.0.1); 0.0.0.0 lets boards on the network in
  --control-port N      where console, OpenAPI and npm run set are (${defaultControlPort})
  --control-host ADDR   on which address (127.0.0.1); another wants a password in ${passwordVariable}
  --https-port N        the same over HTTPS, for clients that trust the test CA (NODE_EXTRA_CA_CERTS); none by default
  --data DIR            where devices, history, log, AccessKey and test CA are kept (${defaultData})
  --memory              keep devices, history and log in memory only
  --auto-delivery MODE  system topics without SUBSCRIBE: always, ss (only with _ss=1), never (${defaultRules.autoDelivery})
  --no-rate-limit       no limit of messages and bytes a second and of CONNECTs a minute
  --rule NAME=VALUE     what Aliyun's documentation leaves open; any number of times
  --json                one JSON object a line instead of the log
  --verbose             a stack with an error
  --version             which version this is
  --help                this text

Rules, what they may be and their defaults (docs/cloud.md says where they come from):
${describeRules()}
`

const options = {
  devices: { type: 'string' },
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
 * `npm run cloud`: starts the platform with what the flags say and prints its log. Answers the running platform;
 * undefined when only help was wanted. Throws UserError for everything that the user can mend.
 */
export async function cloudCommand(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  print: (text: string) => void,
): Promise<RunningPlatform | undefined> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  if (flags.help) return void print(help)
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
  const running = await startPlatform({
    devices,
    product,
    products,
    host: flags.host,
    ...readPorts(flags),
    controlHost: flags['control-host'],
    consolePassword: environment[passwordVariable],
    accessKey: keepAccessKey(join(flags.data, 'access-key.json'), 'name another folder with --data'),
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
      throw new UserError('bad-flag', `--no-tls and --${flag} exclude each other`)
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

function chosenRules(autoDelivery: string, noRateLimit: boolean): Partial<Rules> {
  if (autoDelivery !== 'always' && autoDelivery !== 'ss' && autoDelivery !== 'never') {
    throw new UserError('bad-flag', `--auto-delivery ${autoDelivery} is unknown`, 'wanted: always, ss or never')
  }
  if (!noRateLimit) return { autoDelivery }
  const off = 'unlimited'
  return { autoDelivery, connectsPerMinute: off, uplinkPerSecond: off, downlinkPerSecond: off, bytesPerSecond: off }
}

/** How `npm run set` reaches this platform. */
function setCommand(controlHost: string, controlPort: number, data: string): string {
  const control = controlPort === defaultControlPort ? '' : ` --control http://${controlHost}:${controlPort}`
  const keyFile = join(data, 'access-key.json')
  return `npm run set -- on${control}${keyFile === join(localKeyFile) ? '' : ` --key-file ${keyFile}`}`
}

function introduce(running: RunningPlatform, { host, data, 'control-host': listens }: IntroducedFlags): string {
  // Where it listens on every address, this one is among them.
  const controlHost = listens === '0.0.0.0' || listens === '::' ? '127.0.0.1' : listens
  const { mqttPort, controlPort, httpsPort, tlsPort, registerPort, caFile, platform } = running
  const none = 'device     none yet: make one in the console, or name a file with --devices'
  const devices = platform
    .devices()
    .map(
      (device) =>
        `device     ${device.deviceName} of product ${device.productKey}${device.disabled ? ', disabled' : ''}`,
    )
  return [
    `cloud      mqtt://${host}:${mqttPort}  checks signatures as Aliyun does`,
    ...(caFile === undefined ? [] : [`test CA    ${caFile}  for mqtts:// and wss:// on the same port`]),
    ...(tlsPort === undefined ? [] : [`tls        mqtts://${host}:${tlsPort}`]),
    ...(registerPort === undefined ? [] : [`register   https://${host}:${registerPort}/auth/register/device`]),
    ...(devices.length === 0 ? [none] : devices),
    `console    http://${controlHost}:${controlPort}`,
    ...(httpsPort === undefined ? [] : [`https      https://${controlHost}:${httpsPort}  the same, with the test CA`]),
    `Try: ${setCommand(controlHost, controlPort, data)}  in a second terminal. Ctrl-C ends.`,
    '',
    '',
  ].join('\n')
}
