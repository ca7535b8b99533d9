import type { Readable, Writable } from 'node:stream'
import { log, password, select, text } from '@clack/prompts'
import { UserError } from './user-error.ts'
import { speak } from './language.ts'
import { readPaste } from './read-paste.ts'

/** Answers what is wrong with an answer, undefined when it will do. */
export type Verdict = (answer: string) => string | undefined

/** Somebody who can be asked. Every question throws UserError stopped on Ctrl-C or Escape. */
export interface Terminal {
  /** `initial` is what Enter alone answers. */
  ask(message: string, judge: Verdict, initial?: string): Promise<string>
  /** The same, hidden. */
  askSecret(message: string, judge: Verdict): Promise<string>
  /** Asked again while `judge` has a word against what was chosen. */
  choose<Value extends string>(
    message: string,
    choices: Choices<Value>,
    initial: Value,
    judge?: Verdict,
  ): Promise<Value>
  /** Several lines of JSON, hidden. */
  paste(message: string, judge: Verdict): Promise<string>
  warn(message: string): void
}

/** In order: the value, what it is called, and a word about it. */
export type Choices<Value extends string> = readonly (readonly [value: Value, label: string, hint?: string])[]

/** Asks on a terminal. */
export function createTerminal(input: Readable, output: Writable): Terminal {
  // A terminal that is closed answers nothing more.
  const gone = new AbortController()
  input.once('end', () => gone.abort())
  const streams = { input, output, signal: gone.signal }
  return {
    async ask(message, judge, initial) {
      const shown = initial === undefined ? {} : { placeholder: initial, defaultValue: initial }
      const validate = (answer = '') => judge(answer === '' ? (initial ?? '') : answer)
      return orStop(await text({ message, validate, ...shown, ...streams }))
    },
    async askSecret(message, judge) {
      return orStop(await password({ message, validate: (answer = '') => judge(answer), ...streams }))
    },
    async choose(message, choices, initial, judge) {
      const options = choices.map(([value, label, hint]) => ({
        value: String(value),
        label,
        ...(hint === undefined ? {} : { hint }),
      }))
      for (;;) {
        const chosen = orStop(await select({ message, options, initialValue: String(initial), ...streams }))
        const wrong = judge?.(chosen)
        if (wrong === undefined) return choices.find(([value]) => value === chosen)?.[0] ?? initial
        log.error(wrong, streams)
      }
    },
    async paste(message, judge) {
      for (;;) {
        log.step(`${message}\n${speak`Paste it here; it is not shown. An empty line ends it.`}`, streams)
        const pasted = orStop(await readPaste(input))
        const wrong = judge(pasted)
        if (wrong === undefined) return pasted
        log.error(wrong, streams)
      }
    },
    warn: (message) => log.warn(message, streams),
  }
}

/** What was answered; on Ctrl-C it goes no further. */
function orStop(answer: string | symbol | undefined): string {
  if (typeof answer === 'symbol') throw new UserError('stopped', speak`nothing was written`)
  return answer ?? ''
}
