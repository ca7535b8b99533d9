import { useState } from 'preact/hooks'
import { useWords } from '../language.ts'
import { SetForm } from './set-form.tsx'
import type { ControlProps } from './props.ts'

/** An enum: a choice of its values by their words, set with the button, as the arrow keys pass every choice on their way. */
export function ChoiceControl({ property, title, setting, isDisabled }: ControlProps) {
  const words = useWords()
  const value = setting.shown
  const [draft, setDraft] = useState<string>()
  const choices = Object.entries(property.dataType?.type === 'enum' ? (property.dataType.specs ?? {}) : {})
  const shown = draft ?? String(value ?? '')
  const isKnown = choices.some(([key]) => key === shown)

  async function send(): Promise<void> {
    if (isKnown && (await setting.set(Number(shown)))) setDraft(undefined)
  }

  return (
    <SetForm title={title} isDisabled={isDisabled || !isKnown} onSet={() => void send()}>
      <select
        aria-label={title}
        value={isKnown ? shown : ''}
        disabled={isDisabled}
        onChange={({ currentTarget }) => setDraft(currentTarget.value)}
      >
        {isKnown ? null : <option value="">{words.controls.choose}</option>}
        {choices.map(([key, word]) => (
          <option key={key} value={key}>
            {word === '' ? key : `${word} (${key})`}
          </option>
        ))}
      </select>
    </SetForm>
  )
}
