import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { BoardName } from '../boards/board-kind.ts'
import { UserError } from '../user-error.ts'
import { checkConfig, type ConfigFile } from './check-config.ts'
import { formatProblems } from './problem.ts'

/**
 * Reads and checks a device.json. Throws UserError config-missing or config-invalid; warnings, as text without a line
 * feed at its end, go to `warn`. `board` as for checkConfig().
 */
export function readConfigFile(
  path: string,
  warn: (text: string) => void = warnOnStderr,
  board?: BoardName,
): ConfigFile {
  const name = basename(path)
  const { config, problems } = checkConfig(readConfigBytes(path), board)
  if (config === undefined) throw new UserError('config-invalid', formatProblems(problems, name))
  if (problems.length > 0) warn(formatProblems(problems, name))
  return config
}

/** The bytes of a device.json. Throws UserError config-missing. */
export function readConfigBytes(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UserError('config-missing', `cannot read ${path}: ${reason}`, 'npm run config makes it')
  }
}

function warnOnStderr(text: string): void {
  process.stderr.write(`${text}\n`)
}
