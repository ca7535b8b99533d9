import { useState } from 'preact/hooks'
import { useWords } from '../language.ts'
import { SetForm } from './set-form.tsx'
import type { ControlProps } from './props.ts'

/** A text, with its length in bytes of UTF-8, which is how the thing model limits it. */
export function TextControl({ property, title, setting, isDisabled }: ControlProps) {
  const words = useWords()
  const value = setting.shown
  const [draft, setDraft] = useState<string>()
  const longest = property.dataType?.type === 'text' ? property.dataType.specs?.length : undefined
  const shown = draft ?? (typeof value === 'string' ? value : '')
  const length = new TextEncoder().encode(shown).length

  async function send(): Promise<void> {
    if (await setting.set(shown)) setDraft((now) => (now === shown ? undefined : now))
  }

  return (
    <>
      <SetForm title={title} isDisabled={isDisabled} onSet={() => void send()}>
        <input
          type="text"
          value={shown}
          aria-label={title}
          disabled={isDisabled}
          onInput={({ currentTarget }) => setDraft(currentTarget.value)}
        />
      </SetForm>
      <p class={`note ${length > Number(longest ?? Infinity) ? 'wrong' : ''}`}>
        {words.controls.bytes(length, longest)}
      </p>
    </>
  )
}
