import { existsSync } from 'node:fs'
import { readFlags } from '../cloud/flags.ts'
import { boardNames, isBoardName } from '../boards/boards.ts'
import type { BoardName } from '../boards/board-kind.ts'
import { writeWhole } from '../build/write-whole.ts'
import { UserError } from '../user-error.ts'
import { checkConfig } from './check-config.ts'
import { readConfigBytes, readConfigText, readConfigValue } from './config-file.ts'
import { Draft } from './draft.ts'
import { findCareless, refuseTracked } from './file-state.ts'
import { applyGiven, collectGiven, type Given, type GivenFlags } from './given.ts'
import { help, options, usage } from './help.ts'
import { interview } from './interview.ts'
import { listMissing } from './missing.ts'
import { formatProblems } from './problem.ts'
import { showConfig } from './show-config.ts'
import type { Terminal } from './terminal.ts'

export interface ConfigSurroundings {
  readonly environment: NodeJS.ProcessEnv
  /** Standard output. */
  readonly print: (text: string) => void
  /** Standard error. */
  readonly warn: (text: string) => void
  /** Who can be asked; undefined in a pipe and with CI=1. */
  readonly terminal: Terminal | undefined
}

/**
 * `npm run config`: writes device.json from answers, flags, files and the environment, or checks or shows the one there.
 * Throws UserError config-invalid, config-missing, secret-tracked, flags-missing, stopped and those of the flags.
 */
export async function configCommand(args: readonly string[], surroundings: ConfigSurroundings): Promise<void> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  const { file } = flags
  if (flags.help) return surroundings.print(help)
  const board = readBoard(flags.board)
  if (flags.check) return checkFile(file, board, flags.json, surroundings)
  if (flags.print) return surroundings.print(`${showConfig(readConfigValue(file))}\n`)
  await writeFile(file, flags, surroundings)
}

function readBoard(name: string | undefined): BoardName | undefined {
  if (name === undefined || isBoardName(name)) return name
  throw new UserError('bad-flag', `--board ${name} is none that we know`, `known: ${boardNames.join(', ')}`)
}

function checkFile(
  file: string,
  board: BoardName | undefined,
  json: boolean,
  { print, warn }: ConfigSurroundings,
): void {
  const { config, problems } = checkConfig(readConfigBytes(file), board)
  const careless = findCareless(file)
  if (json) print(`${JSON.stringify({ file, ok: config !== undefined, problems, careless })}\n`)
  refuseTracked(file)
  if (config === undefined) throw new UserError('config-invalid', formatProblems(problems, file))
  if (problems.length > 0) warn(`${formatProblems(problems, file)}\n`)
  for (const line of careless) warn(`warning  ${line}\n`)
  if (!json) print(`ok  ${file}\n`)
}

async function writeFile(file: string, flags: GivenFlags, surroundings: ConfigSurroundings): Promise<void> {
  refuseTracked(file)
  const { terminal, print, warn } = surroundings
  const start = existsSync(file) ? new Draft(readConfigText(file)) : new Draft()
  const given = collectGiven(flags, surroundings.environment, start)
  const known = applyGiven(start, given)
  refuseBadGiven(known, given)
  if (terminal === undefined) refuseMissing(known)
  const isGiven = (path: readonly (string | number)[]) => given.some((one) => one.path.join('.') === path.join('.'))
  const { text } = terminal === undefined ? known : await interview(known, isGiven, terminal)
  const { config, problems } = checkConfig(text)
  if (config === undefined) {
    const hint = existsSync(file) ? `nothing was written; mend ${file} first` : 'nothing was written'
    throw new UserError('config-invalid', formatProblems(problems, file), hint)
  }
  writeWhole(file, text, 0o600)
  // An interview has said its warnings.
  if (terminal === undefined && problems.length > 0) warn(`${formatProblems(problems, file)}\n`)
  for (const line of findCareless(file)) warn(`warning  ${line}\n`)
  print(`ok  ${file} written, readable by you only. Next: npm run doctor\n`)
}

/** Every given value that is wrong, by the flag or variable it came from. */
function refuseBadGiven(draft: Draft, given: readonly Given[]): void {
  const lines = given.flatMap(({ path, from }) =>
    draft.problemsAt(path).flatMap(({ severity, got, wanted, fix }) => {
      if (severity === 'warning') return []
      return [`  ${from}  ${got}${wanted === '' ? '' : `, wanted ${wanted}`}${fix === '' ? '' : `  ${fix}`}`]
    }),
  )
  if (lines.length > 0) throw new UserError('config-invalid', `nothing was written\n\n${lines.join('\n')}`)
}

function refuseMissing(draft: Draft): void {
  const missing = listMissing(draft)
  if (missing.length === 0) return
  const hint = `${usage} -- --help; in a terminal it asks`
  throw new UserError('flags-missing', `nobody can be asked here; missing: ${missing.join(', ')}`, hint)
}
