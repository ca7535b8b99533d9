import type { Draft } from '../draft/draft.ts'
import { sayWrong } from '../check/problem.ts'
import type { Path } from '../check/source.ts'
import type { Terminal } from '../../command-line/terminal.ts'
import { findUnasked, type IsGiven } from '../draft/unasked.ts'
import { speak } from '../../command-line/language.ts'

/** What every question of the dialogue needs. */
export interface Asking {
  readonly isGiven: IsGiven
  readonly terminal: Terminal
  /** Whether the configuration was complete before: then it leaves out on purpose what it does not have. */
  readonly wasWhole: boolean
  /** Whether it connected to Aliyun before. */
  readonly wasAliyun: boolean
  /** Called after each answer with all answers so far. */
  keep(draft: Draft): void
}

/** Asks for a text unless it is given; Enter keeps the draft's value, or else `initial`. */
export async function askText(
  draft: Draft,
  path: Path,
  message: string,
  asking: Asking,
  initial?: string,
): Promise<Draft> {
  if (asking.isGiven(path)) return draft
  const now = draft.at(path)
  const before = typeof now === 'string' ? now : initial
  const answer = await asking.terminal.ask(message, (text) => firstError(draft.with(path, text), path, asking), before)
  return accept(draft.with(path, answer), path, asking)
}

/** Asks for a secret, without echo, unless it is given. */
export async function askSecret(draft: Draft, path: Path, message: string, asking: Asking): Promise<Draft> {
  if (asking.isGiven(path)) return draft
  const keeps = firstError(draft, path, asking) === undefined && draft.at(path) !== undefined
  const judge = (text: string) => (text === '' && keeps ? undefined : firstError(draft.with(path, text), path, asking))
  const question = keeps ? speak`${message} (Enter keeps the one in the file)` : message
  const answer = await asking.terminal.askSecret(question, judge)
  return accept(answer === '' && keeps ? draft : draft.with(path, answer), path, asking)
}

/** Returns in one line what is wrong with the value at `path`, or elsewhere because of it; undefined when nothing is. */
export function firstError(draft: Draft, path: Path, { isGiven }: Asking): string | undefined {
  const problem = draft.problemsAt(path).find(({ severity }) => severity === 'error') ?? findUnasked(draft, isGiven)[0]
  if (problem === undefined) return undefined
  const wrong = sayWrong(problem)
  return withFix(problem.path.startsWith(path.join('.')) ? wrong : speak`${problem.path}: ${wrong}`, problem.fix)
}

const withFix = (wrong: string, fix: string) => (fix === '' ? wrong : speak`${wrong}; ${fix}`)

/** Accepts an answer: shows warnings about it, and keeps it. */
export function accept(draft: Draft, path: Path, { terminal, keep }: Asking): Draft {
  for (const { severity, got, fix } of draft.problemsAt(path)) {
    if (severity === 'warning') terminal.warn(withFix(got, fix))
  }
  keep(draft)
  return draft
}
