import { findTarget, targetHelp, targetOptions } from './cloud-target.ts'
import { readFlags } from '../command-line/flags.ts'
import type { JsonValue } from '../cloud/model/json.ts'

const usage = 'npm run status'
const help = `usage: ${usage} [-- flags]

Shows whether a device is online and what it reported last, with Aliyun's OpenAPI: of the local platform or the real one.

${targetHelp}  --json            the answer as one JSON object
  --verbose         a stack with an error
  --version         which version this is
  --help            this text

exit code: 0 the cloud answered; 1 wrong use, or no platform; 2 the cloud said no
`

const options = {
  ...targetOptions,
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** `npm run status`: prints the state of a device. Throws UserError as findTarget() and the client do. */
export async function statusCommand(
  args: readonly string[],
  print: (text: string) => void,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  if (flags.help) return print(help)
  const { client, device } = await findTarget(flags, environment)
  const { productKey, deviceName } = device
  const [status, properties] = await Promise.all([client.status(device), client.properties(device)])
  if (flags.json) return print(`${JSON.stringify({ productKey, deviceName, status, properties })}\n`)
  print(`device     ${deviceName} of product ${productKey}\nstatus     ${status}\n`)
  for (const { identifier, value, timeMs } of properties) {
    print(`property   ${identifier} ${describe(value)}  ${timeMs === 0 ? 'never reported' : describeTime(timeMs)}\n`)
  }
}

/** A value as JSON, without characters that could control the terminal. */
function describe(value: JsonValue): string {
  return JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '.')
}

function describeTime(timeMs: number): string {
  return new Date(timeMs).toISOString()
}
