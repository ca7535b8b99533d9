import type { Readable, Writable } from 'node:stream'
import { log, password, select, text } from '@clack/prompts'
import { UserError } from './user-error.ts'
import { speak } from './language.ts'
import { readPaste } from './read-paste.ts'
import { sayKeys, withHint } from './select-words.ts'

/** Returns what is wrong with an answer, undefined when it is accepted. */
export type Verdict = (answer: string) => string | undefined

/** Asks a person. Every question throws UserError stopped on Ctrl-C or Escape. */
export interface Terminal {
  /** `initial` is the answer that Enter alone gives. */
  ask(message: string, judge: Verdict, initial?: string): Promise<string>
  /** Asks without echo. */
  askSecret(message: string, judge: Verdict): Promise<string>
  /** Asks for one of the choices, and again while `judge` objects. */
  choose<Value extends string>(
    message: string,
    choices: Choices<Value>,
    initial: Value,
    judge?: Verdict,
  ): Promise<Value>
  /** Asks for several lines of JSON, without echo. */
  paste(message: string, judge: Verdict): Promise<string>
  warn(message: string): void
}

/** Choices in order: the value, its label, and a hint. */
export type Choices<Value extends string> = readonly (readonly [value: Value, label: string, hint?: string])[]

/** Returns questions that are asked on a terminal. */
export function createTerminal(input: Readable, output: Writable): Terminal {
  // When the terminal is closed, no answer will come.
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
      sayKeys()
      const options = choices.map(([value, label, hint]) => ({ value: String(value), label: withHint(label, hint) }))
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

/** Returns the answer; throws UserError stopped on Ctrl-C. */
function orStop(answer: string | symbol | undefined): string {
  if (typeof answer === 'symbol') throw new UserError('stopped', speak`nothing was written`)
  return answer ?? ''
}
