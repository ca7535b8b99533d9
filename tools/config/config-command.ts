import { existsSync } from 'node:fs'
import { eitherFlag, readFlags } from '../command-line/flags.ts'
import { boardNames, isBoardName } from '../board-kinds/boards.ts'
import type { BoardName } from '../board-kinds/board-kind.ts'
import { writeWhole } from '../local-files/write-whole.ts'
import { UserError } from '../command-line/user-error.ts'
import type { AppKind } from './check/app-kind.ts'
import { checkConfig } from './check/check-config.ts'
import { configCall } from './file/config-call.ts'
import { readConfigBytes, readConfigText, readConfigValue } from './file/config-file.ts'
import { Draft, goesToAliyun } from './draft/draft.ts'
import { findCareless, refuseTracked } from './file/file-state.ts'
import { applyGiven, collectGiven, type Given, type GivenFlags } from './draft/given.ts'
import { help, options, usage } from './help.ts'
import { interview } from './interview/interview.ts'
import { KeptAnswers } from './draft/kept-answers.ts'
import { listMissing } from './draft/missing.ts'
import { formatProblems, sayWrong } from './check/problem.ts'
import { showConfig } from './show-config.ts'
import type { Path } from './check/source.ts'
import type { Choices, Terminal } from '../command-line/terminal.ts'
import { findUnasked } from './draft/unasked.ts'
import { inLanguage, speak } from '../command-line/language.ts'

export interface ConfigSurroundings {
  readonly environment: NodeJS.ProcessEnv
  /** Standard output. */
  readonly print: (text: string) => void
  /** Standard error. */
  readonly warn: (text: string) => void
  /** What a configuration is for with this `--app` or with `--module`. Throws UserError no-application, bad-flag. */
  readonly kindOf: (app: string | undefined, module: boolean) => AppKind
  /** For questions; undefined in a pipe and with CI=1. */
  readonly terminal: Terminal | undefined
}

/**
 * `npm run config`: writes device.json from answers, flags, files and the environment, or checks or shows the existing one.
 * Throws UserError config-invalid, config-missing, secret-tracked, flags-missing, no-application, stopped and those of the flags.
 */
export async function configCommand(args: readonly string[], surroundings: ConfigSurroundings): Promise<void> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  if (flags.help) return surroundings.print(inLanguage(help))
  const file = eitherFlag(flags, ['file', 'config']) ?? 'device.json'
  const app = surroundings.kindOf(flags.app, flags.module)
  const board = readBoard(flags.board)
  if (flags.check) return checkFile(file, { board, app, json: flags.json }, surroundings)
  if (flags.print) return surroundings.print(`${showConfig(readConfigValue(file))}\n`)
  await writeFile(file, app, flags, surroundings)
}

function readBoard(name: string | undefined): BoardName | undefined {
  if (name === undefined || isBoardName(name)) return name
  throw new UserError('bad-flag', speak`--board ${name} is none that we know`, speak`known: ${boardNames.join(', ')}`)
}

function checkFile(
  file: string,
  { board, app, json }: { board: BoardName | undefined; app: AppKind; json: boolean },
  { print, warn }: ConfigSurroundings,
): void {
  const { config, problems } = checkConfig(readConfigBytes(file), board, app)
  const careless = findCareless(file)
  if (json) print(`${JSON.stringify({ file, ok: config !== undefined, problems, careless })}\n`)
  refuseTracked(file)
  if (config === undefined) throw new UserError('config-invalid', formatProblems(problems, file))
  if (problems.length > 0) warn(`${formatProblems(problems, file)}\n`)
  for (const line of careless) warn(`${speak`warning`}  ${line}\n`)
  if (!json) print(`ok  ${file}\n`)
}

async function writeFile(
  file: string,
  app: AppKind,
  flags: GivenFlags,
  surroundings: ConfigSurroundings,
): Promise<void> {
  refuseTracked(file)
  const { terminal, environment, print, warn } = surroundings
  const kept = new KeptAnswers(file)
  const start = (await startFrom(file, kept, terminal)).forApp(app)
  const was = { wasWhole: checkConfig(start.text, undefined, app).config !== undefined, wasAliyun: goesToAliyun(start) }
  const given = collectGiven(flags, environment, start)
  const known = applyGiven(start, given)
  refuseBadGiven(known, given)
  if (terminal === undefined) refuseMissing(known)
  const { text } = terminal === undefined ? known : await converse(known, given, { file, kept, terminal, ...was })
  const { config, problems } = checkConfig(text, undefined, app)
  if (config === undefined) {
    const hint = existsSync(file) ? speak`nothing was written; mend ${file} first` : speak`nothing was written`
    throw new UserError(
      'config-invalid',
      formatProblems(problems, file),
      terminal && kept.exist ? keptHint(kept) : hint,
    )
  }
  writeWhole(file, text, 0o600)
  if (terminal !== undefined) kept.remove()
  // An interview has shown its warnings already.
  if (terminal === undefined && problems.length > 0) warn(`${formatProblems(problems, file)}\n`)
  for (const line of findCareless(file)) warn(`${speak`warning`}  ${line}\n`)
  print(`ok  ${speak`${file} written, readable by you only. Next: npm run doctor`}\n`)
}

/** Returns what to start from: the answers of a dialogue that ended early, if the user wants to go on with it, else the file. */
async function startFrom(file: string, kept: KeptAnswers, terminal: Terminal | undefined): Promise<Draft> {
  const isThere = existsSync(file)
  if (terminal !== undefined && kept.exist) {
    const answers = kept.read()
    const choices: Choices<'on' | 'anew'> = [
      ['on', speak`go on from there`, speak`Enter keeps each answer`],
      ['anew', isThere ? speak`forget them and start from ${file}` : speak`forget them and start anew`],
    ]
    if ((await terminal.choose(speak`${kept.file} has answers of before`, choices, 'on')) === 'on') return answers
    kept.remove()
  }
  return isThere ? new Draft(readConfigText(file)) : new Draft()
}

const keptHint = (kept: KeptAnswers) => speak`nothing was written; what was answered is in ${kept.file}`

interface Conversation {
  readonly file: string
  readonly kept: KeptAnswers
  readonly terminal: Terminal
  readonly wasWhole: boolean
  readonly wasAliyun: boolean
}

/** Holds the interview, unless no answer could mend the configuration; one that ends early says where its answers are kept. */
async function converse(known: Draft, given: readonly Given[], conversation: Conversation): Promise<Draft> {
  const { file, kept, terminal, wasWhole, wasAliyun } = conversation
  const isGiven = (path: Path) => given.some((one) => one.path.join('.') === path.join('.'))
  // The kind of board will be asked for.
  const unasked = findUnasked(isGiven(['board']) ? known : known.with(['board'], undefined), isGiven)
  const [from = file] = kept.exist ? [kept.file] : []
  if (unasked.length > 0)
    throw new UserError(
      'config-invalid',
      formatProblems(unasked, from),
      speak`mend ${from} first: no question is about this`,
    )
  try {
    return await interview(known, { isGiven, terminal, wasWhole, wasAliyun, keep: (draft) => kept.write(draft) })
  } catch (error) {
    if (!(error instanceof UserError) || error.slug !== 'stopped' || !kept.exist) throw error
    const hint = speak`${configCall(file)} goes on from there`
    throw new UserError('stopped', speak`${file} was not written; what was answered is in ${kept.file}`, hint)
  }
}

/** Throws when a given value is wrong, and names the flag or variable that it came from. */
function refuseBadGiven(draft: Draft, given: readonly Given[]): void {
  const lines = given.flatMap(({ path, from }) =>
    draft.problemsAt(path).flatMap(({ severity, got, wanted, fix }) => {
      if (severity === 'warning') return []
      return [`  ${from}  ${sayWrong({ got, wanted })}${fix === '' ? '' : `  ${fix}`}`]
    }),
  )
  if (lines.length > 0) throw new UserError('config-invalid', `${speak`nothing was written`}\n\n${lines.join('\n')}`)
}

function refuseMissing(draft: Draft): void {
  const missing = listMissing(draft)
  if (missing.length === 0) return
  const hint = speak`${usage} -- --help; in a terminal it asks`
  throw new UserError('flags-missing', speak`nobody can be asked here; missing: ${missing.join(', ')}`, hint)
}
