import { useState } from 'preact/hooks'
import { useWords } from '../language.ts'
import { SetForm } from './set-form.tsx'
import { numberSpecsOf, unitOf } from './values.ts'
import type { ControlProps } from './props.ts'

/** A number: a slider where the thing model gives a range, which sets the value when it is let go, and a field for any other. */
export function NumberControl({ property, title, setting, isDisabled }: ControlProps) {
  const words = useWords()
  const value = setting.shown
  const [draft, setDraft] = useState<string>()
  const { min, max, step } = numberSpecsOf(property.dataType) ?? {}
  const shown = draft ?? (typeof value === 'number' ? String(value) : '')
  const stepOf = Number(step) > 0 ? String(step) : property.dataType?.type === 'int' ? '1' : 'any'

  async function send(text: string): Promise<void> {
    const number = Number(text)
    if (text.trim() === '' || !Number.isFinite(number)) return setting.refuse(words.controls.notNumber)
    if (await setting.set(number)) setDraft((now) => (now === text ? undefined : now))
  }

  return (
    <>
      {min === undefined || max === undefined ? null : (
        <span class="slide">
          <span class="end">{min}</span>
          <input
            type="range"
            {...{ min: String(min), max: String(max), step: stepOf }}
            value={shown === '' ? String(min) : shown}
            aria-label={`${title} (${words.controls.slider})`}
            aria-valuetext={shown === '' ? words.overview.unknown : `${shown}${unitOf(property.dataType)}`}
            disabled={isDisabled}
            onInput={({ currentTarget }) => setDraft(currentTarget.value)}
            onChange={({ currentTarget }) => void send(currentTarget.value)}
          />
          <span class="end">{max}</span>
        </span>
      )}
      <SetForm title={title} isDisabled={isDisabled} onSet={() => void send(shown)}>
        <input
          type="number"
          {...{ min, max, step: stepOf }}
          value={shown}
          aria-label={`${title} (${words.controls.number})`}
          disabled={isDisabled}
          onInput={({ currentTarget }) => setDraft(currentTarget.value)}
        />
      </SetForm>
    </>
  )
}
