import { tlsPorts, type Login } from '../check/login.ts'
import { sectionOf } from '../check/section.ts'
import type { Path } from '../check/source.ts'

/** Keys of what the console copies in one click: the device triple, or the MQTT connection parameters. */
const copies: Readonly<Record<Login, readonly string[]>> = {
  aliyun: ['productKey', 'deviceName', 'deviceSecret'],
  mqtt: ['clientId', 'username', 'passwd', 'mqttHostUrl', 'port'],
}

type CopiedValue = readonly [path: Path, value: string | number | boolean]

export interface ConsoleCopy {
  readonly login: Login
  readonly values: readonly CopiedValue[]
}

/**
 * Reads what was copied from the console: the device triple or the MQTT connection parameters. The case of the keys does not
 * matter, since the console writes `ProductKey`, but `clientId`. A port that speaks only TLS sets `tls`. Returns undefined
 * when it is neither, or incomplete.
 */
export function readConsoleJson(text: string): ConsoleCopy | undefined {
  const found = new Map(Object.entries(parse(text)).map(([key, value]) => [key.toLowerCase(), value]))
  for (const login of ['aliyun', 'mqtt'] as const) {
    const values = copies[login].flatMap((key): CopiedValue[] => {
      const value = found.get(key.toLowerCase())
      if (key === 'port' && /^\d{1,5}$/.test(String(value))) return [[[login, key], Number(value)]]
      return typeof value === 'string' ? [[[login, key], value.trim()]] : []
    })
    if (values.length < copies[login].length) continue
    const isTls = values.some(([path, value]) => path[1] === 'port' && tlsPorts.includes(Number(value)))
    return { login, values: isTls ? [...values, [[login, 'tls'], true]] : values }
  }
  return undefined
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return sectionOf(JSON.parse(text)) ?? {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}
