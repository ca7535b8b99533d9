import type { CallError } from '../api.ts'
import { useWords, type Words } from '../language.ts'

/** Why a call was refused, in the page's language; as the platform says it where the page has no words for it. */
export function useExplain(): (error: CallError) => string {
  const { errors } = useWords()
  return ({ code, message }) => {
    const said = errors[code]
    if (said === undefined) return `${code}: ${message}`
    // Which field it was is in the message alone.
    return code === 'bad-call' ? `${said}（${message}）` : `${said}（${code}）`
  }
}

/** What became of something sent to a device. */
export function sayOutcome({ outcomes }: Words, outcome: string): string {
  return outcomes[outcome] ?? outcome
}
