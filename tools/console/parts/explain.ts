import type { CallError } from '../api.ts'
import { useWords, type Words } from '../language.ts'
import type { Said } from './card.tsx'

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

/** Why a message was not sent, or not yet. */
export function sayUnsent(
  { features }: Words,
  outcome: 'offline' | 'queued' | 'not-subscribed' | 'rate-limited' | 'stopped',
): Said {
  return { tone: outcome === 'queued' ? 'wait' : 'bad', outcome, text: features.unsent[outcome] }
}

/** Why the platform refused: in Chinese with the meaning of its code, as its text is English. */
export function sayRefusal({ features, overview }: Words, refused: { code: number; message: string }): Said {
  const { code, message } = refused
  return { tone: 'bad', outcome: 'refused', text: features.refusedBy(code, message, overview.faults[code] ?? '') }
}

/** What a form says whose call was not made. */
export function sayBad(text: string): Said | undefined {
  return text === '' ? undefined : { tone: 'bad', text }
}
