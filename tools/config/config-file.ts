import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { DeviceConfig } from '../../firmware/boot/config.ts'
import { UserError } from '../user-error.ts'
import { checkConfig } from './check-config.ts'
import { formatProblems } from './problem.ts'

/**
 * Reads and checks a device.json. Throws UserError config-missing or config-invalid; warnings, as text without a line
 * feed at its end, go to `warn`.
 */
export function readConfigFile(path: string, warn: (text: string) => void = warnOnStderr): DeviceConfig {
  const name = basename(path)
  const { config, problems } = checkConfig(readBytes(path))
  if (config === undefined) throw new UserError('config-invalid', formatProblems(problems, name))
  if (problems.length > 0) warn(formatProblems(problems, name))
  return config
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UserError(
      'config-missing',
      `cannot read ${path}: ${reason}`,
      'copy device.example.json to device.json and put your own Wi-Fi and device in',
    )
  }
}

function warnOnStderr(text: string): void {
  process.stderr.write(`${text}\n`)
}
