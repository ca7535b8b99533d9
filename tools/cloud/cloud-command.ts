import { readFlags, readPort } from './flags.ts'
import { readIdentities, secretVariable } from './identity.ts'
import { formatEvent, formatEventAsJson } from './log.ts'
import { defaultRules, type Rules } from './rules.ts'
import { defaultControlPort, defaultPort, startPlatform, type RunningPlatform } from './start-platform.ts'
import { UserError } from '../user-error.ts'

const usage = 'npm run cloud'
const help = `usage: ${usage} -- --devices FILE [flags]
       ${usage} -- --product-key KEY --device-name NAME [flags]

A local stand-in for the Aliyun IoT Platform: logs devices in as Aliyun does and shows what they say.

  --devices FILE        {"devices": [{"productKey", "deviceName", "deviceSecret", "disabled"?}], "product"?: TSL}
  --product-key KEY     one device by flags instead; its deviceSecret comes from the environment as
  --device-name NAME    ${secretVariable}, or with --secrets-from
  --secrets-from FILE   a file whose first line is the deviceSecret; - reads standard input
  --port N              where devices connect (${defaultPort}); 0 takes any free port
  --host ADDRESS        on which address (127.0.0.1); 0.0.0.0 lets boards on the network in
  --control-port N      where npm run set connects, always on 127.0.0.1 (${defaultControlPort})
  --auto-delivery MODE  system topics without SUBSCRIBE: always, ss (only with _ss=1), never (${defaultRules.autoDelivery})
  --no-rate-limit       no limit of messages a second and CONNECTs a minute
  --json                one JSON object a line instead of the log
  --verbose             a stack with an error
  --help                this text
`

const options = {
  devices: { type: 'string' },
  'product-key': { type: 'string' },
  'device-name': { type: 'string' },
  'secrets-from': { type: 'string' },
  port: { type: 'string', default: String(defaultPort) },
  host: { type: 'string', default: '127.0.0.1' },
  'control-port': { type: 'string', default: String(defaultControlPort) },
  'auto-delivery': { type: 'string', default: defaultRules.autoDelivery },
  'no-rate-limit': { type: 'boolean', default: false },
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
  const { devices, product } = readIdentities(
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
    host: flags.host,
    port: readPort('--port', flags.port),
    controlPort: readPort('--control-port', flags['control-port']),
    rules: readRules(flags['auto-delivery'], flags['no-rate-limit']),
    onEvent(event) {
      const line = format(event, performance.now() - startedAt)
      if (line !== undefined) print(`${line}\n`)
    },
  })
  if (!flags.json) print(introduce(running, flags.host))
  return running
}

function readRules(autoDelivery: string, noRateLimit: boolean): Partial<Rules> {
  if (autoDelivery !== 'always' && autoDelivery !== 'ss' && autoDelivery !== 'never') {
    throw new UserError('bad-flag', `--auto-delivery ${autoDelivery} is unknown`, 'wanted: always, ss or never')
  }
  return noRateLimit ? { autoDelivery, connectsPerMinute: 'unlimited', uplinkPerSecond: 'unlimited' } : { autoDelivery }
}

function introduce({ mqttPort, controlPort, platform }: RunningPlatform, host: string): string {
  const devices = platform
    .devices()
    .map(
      (device) =>
        `device     ${device.deviceName} of product ${device.productKey}${device.disabled ? ', disabled' : ''}`,
    )
  return [
    `cloud      mqtt://${host}:${mqttPort}  checks signatures as Aliyun does`,
    ...devices,
    `control    http://127.0.0.1:${controlPort}  npm run set -- on in a second terminal. Ctrl-C ends.`,
    '',
    '',
  ].join('\n')
}
