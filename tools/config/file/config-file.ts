import { readFileSync } from 'node:fs'
import type { BoardName } from '../../board-kinds/board-kind.ts'
import { decodeText } from '../../local-files/text-file.ts'
import { UserError } from '../../command-line/user-error.ts'
import type { AppKind } from '../check/app-kind.ts'
import { checkConfig, type ConfigFile } from '../check/check-config.ts'
import { formatProblems } from '../check/problem.ts'
import { Source } from '../check/source.ts'
import { checkSyntax } from '../check/syntax.ts'
import { configCall } from './config-call.ts'
import { speak } from '../../command-line/language.ts'

/**
 * Reads and checks a device.json. Throws UserError config-missing or config-invalid; warnings, as text without a line
 * feed at its end, go to `warn`. `board` and `app` as for checkConfig().
 */
export function readConfigFile(
  path: string,
  warn: (text: string) => void = warnOnStderr,
  board?: BoardName,
  app: AppKind = 'by-section',
): ConfigFile {
  const { config, problems } = checkConfig(readConfigBytes(path), board, app)
  if (config === undefined) throw new UserError('config-invalid', formatProblems(problems, path))
  if (problems.length > 0) warn(formatProblems(problems, path))
  return config
}

/**
 * Returns the text of a device.json that is JSON at least: in other text nobody can tell what is a secret. Throws UserError
 * config-missing or config-invalid.
 */
export function readConfigText(path: string): string {
  const bytes = readConfigBytes(path)
  const text = decodeText(bytes)
  const problems = text === undefined ? checkConfig(bytes).problems : checkSyntax(new Source(text)).problems
  if (text !== undefined && problems.length === 0) return text
  const hint = speak`mend it, or remove it and start anew: ${configCall(path)}`
  throw new UserError('config-invalid', formatProblems(problems, path), hint)
}

/** Returns the unchecked value of a device.json, for callers that need a key or two of it. Throws as readConfigText(). */
export function readConfigValue(path: string): unknown {
  return new Source(readConfigText(path)).value
}

/** Returns the bytes of a device.json. Throws UserError config-missing. */
export function readConfigBytes(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UserError('config-missing', speak`cannot read ${path}: ${reason}`, speak`${configCall(path)} makes it`)
  }
}

function warnOnStderr(text: string): void {
  process.stderr.write(`${text}\n`)
}
