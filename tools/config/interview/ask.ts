import type { Draft } from '../draft/draft.ts'
import { sayWrong } from '../check/problem.ts'
import type { Path } from '../check/source.ts'
import type { Terminal } from '../../command-line/terminal.ts'
import { findUnasked, type IsGiven } from '../draft/unasked.ts'
import { speak } from '../../command-line/language.ts'

/** What every question of the dialogue has at hand. */
export interface Asking {
  readonly isGiven: IsGiven
  readonly terminal: Terminal
  /** Whether there is a configuration already with nothing missing: what it does not say, it leaves out on purpose. */
  readonly wasWhole: boolean
  /** Called with all that is known after each answer. */
  keep(draft: Draft): void
}

/** Asks for a text unless it is given; Enter keeps what the draft has, or else means `initial`. */
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

/** The same, hidden. */
export async function askSecret(draft: Draft, path: Path, message: string, asking: Asking): Promise<Draft> {
  if (asking.isGiven(path)) return draft
  const keeps = firstError(draft, path, asking) === undefined && draft.at(path) !== undefined
  const judge = (text: string) => (text === '' && keeps ? undefined : firstError(draft.with(path, text), path, asking))
  const question = keeps ? speak`${message} (Enter keeps the one in the file)` : message
  const answer = await asking.terminal.askSecret(question, judge)
  return accept(answer === '' && keeps ? draft : draft.with(path, answer), path, asking)
}

/** What is wrong with the value at `path`, or became wrong by it elsewhere, in one line; undefined when nothing is. */
export function firstError(draft: Draft, path: Path, { isGiven }: Asking): string | undefined {
  const problem = draft.problemsAt(path).find(({ severity }) => severity === 'error') ?? findUnasked(draft, isGiven)[0]
  if (problem === undefined) return undefined
  const wrong = sayWrong(problem)
  return withFix(problem.path.startsWith(path.join('.')) ? wrong : speak`${problem.path}: ${wrong}`, problem.fix)
}

const withFix = (wrong: string, fix: string) => (fix === '' ? wrong : speak`${wrong}; ${fix}`)

/** An answer counts: says what is unlikely about it, and keeps it. */
export function accept(draft: Draft, path: Path, { terminal, keep }: Asking): Draft {
  for (const { severity, got, fix } of draft.problemsAt(path)) {
    if (severity === 'warning') terminal.warn(withFix(got, fix))
  }
  keep(draft)
  return draft
}
