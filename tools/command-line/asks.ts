import type { Readable, Writable } from 'node:stream'
import { confirm, select } from '@clack/prompts'
import { speak } from './language.ts'
import { sayKeys } from './select-words.ts'

/** Questions to a person at a terminal. */
export interface Asks {
  /** Returns undefined without an answer: Ctrl-C, Escape, the end of the terminal. */
  confirm(question: string): Promise<boolean | undefined>
  /** Returns the index of a choice, undefined when none is wanted. */
  choose(question: string, choices: readonly string[]): Promise<number | undefined>
}

/** Returns questions that are asked on a terminal. */
export function createAsks(input: Readable, output: Writable): Asks {
  const streams = { input, output }
  return {
    async confirm(message) {
      const answer = await confirm({
        message,
        active: speak`Yes`,
        inactive: speak`No`,
        initialValue: false,
        ...streams,
      })
      return typeof answer === 'boolean' ? answer : undefined
    },
    async choose(message, choices) {
      sayKeys()
      const given = choices.map((label, value) => ({ label, value }))
      const chosen = await select({ message, options: given, ...streams })
      return typeof chosen === 'number' ? chosen : undefined
    },
  }
}
