import { useState } from 'preact/hooks'
import { useWords } from '../language.ts'
import { SetForm } from './set-form.tsx'
import { fromLocalInput, isDate, toLocalInput } from './values.ts'
import type { ControlProps } from './props.ts'

/** A date and a time of day, in the browser's time zone; what is sent, ms since 1970 as a text, is shown below it. */
export function DateControl({ title, setting, isDisabled }: ControlProps) {
  const words = useWords()
  const value = setting.shown
  const [draft, setDraft] = useState<string>()
  const shown = draft ?? (isDate(value) ? toLocalInput(Number(value)) : '')
  const wire = draft === undefined ? (isDate(value) ? String(value) : undefined) : fromLocalInput(draft)

  async function send(): Promise<void> {
    if (wire === undefined) return setting.refuse(words.controls.notDate)
    if (await setting.set(wire)) setDraft((now) => (now === draft ? undefined : now))
  }

  return (
    <>
      <SetForm title={title} isDisabled={isDisabled} onSet={() => void send()}>
        <input
          type="datetime-local"
          step="1"
          value={shown}
          aria-label={title}
          disabled={isDisabled}
          onInput={({ currentTarget }) => setDraft(currentTarget.value)}
        />
      </SetForm>
      {wire === undefined ? null : (
        <p class="note">
          UTC <code>"{wire}"</code> ms
        </p>
      )}
    </>
  )
}
