import type { CallError } from '../api.ts'
import { useWords, type Words } from '../language.ts'

/** Why a call was refused, in the page's language, or as the platform says it if the page has no words for it. */
export function useExplain(): (error: CallError) => string {
  const { errors } = useWords()
  return ({ code, message }) => {
    const said = errors[code]
    if (said === undefined) return `${code}: ${message}`
    // Only the message says which field it was.
    return code === 'bad-call' ? `${said}（${message}）` : `${said}（${code}）`
  }
}

/** What became of a message for a device, in the page's language. */
export function sayOutcome({ outcomes }: Words, outcome: string): string {
  return outcomes[outcome] ?? outcome
}
