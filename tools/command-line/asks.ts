import type { Readable, Writable } from 'node:stream'
import { confirm, select } from '@clack/prompts'
import type { Asks } from '../serial/choose-port.ts'
import { speak } from './language.ts'

/** Asks on a terminal. */
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
      const given = choices.map((label, value) => ({ label, value }))
      const chosen = await select({ message, options: given, ...streams })
      return typeof chosen === 'number' ? chosen : undefined
    },
  }
}
