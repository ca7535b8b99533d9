import { findTarget, targetOptions } from './cloud-target.ts'
import { readFlags } from '../command-line/flags.ts'
import type { JsonValue } from '../cloud/model/json.ts'
import { help, usage } from './status-help.ts'
import { inLanguage, speak } from '../command-line/language.ts'

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
  if (flags.help) return print(inLanguage(help))
  const { client, device } = await findTarget(flags, environment)
  const { productKey, deviceName } = device
  const [status, properties] = await Promise.all([client.status(device), client.properties(device)])
  if (flags.json) return print(`${JSON.stringify({ productKey, deviceName, status, properties })}\n`)
  print(`device     ${speak`${deviceName} of product ${productKey}`}\nstatus     ${status}\n`)
  for (const { identifier, value, timeMs } of properties) {
    const isKnown = timeMs !== 0
    // Of a property that was never reported the cloud has no value, which is not an empty text.
    const said = isKnown || value !== '' ? ` ${describe(value)}` : ''
    print(`property   ${identifier}${said}  ${isKnown ? describeTime(timeMs) : speak`never reported`}\n`)
  }
}

/** A value as JSON, without characters that could control the terminal. */
function describe(value: JsonValue): string {
  return JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '.')
}

function describeTime(timeMs: number): string {
  return new Date(timeMs).toISOString()
}
