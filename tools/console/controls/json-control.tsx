import { useState } from 'preact/hooks'
import { useWords } from '../language.ts'
import { SetForm } from './set-form.tsx'
import { exampleOf, shapeOf } from './values.ts'
import type { ControlProps } from './props.ts'
import type { JsonValue } from '../../cloud/model/json.ts'

/** A struct or an array as JSON: it begins with the present value, or with one that fits. */
export function JsonControl({ property, title, setting, isDisabled }: ControlProps) {
  const words = useWords()
  const value = setting.shown
  const [draft, setDraft] = useState<string>()
  const shown = draft ?? JSON.stringify(value ?? exampleOf(property.dataType), null, 1).replace(/\n\s*/g, ' ')

  async function send(): Promise<void> {
    const read = readValue(shown)
    if (read === undefined) return setting.refuse(words.controls.notJson)
    if (await setting.set(read)) setDraft((now) => (now === shown ? undefined : now))
  }

  return (
    <>
      <SetForm title={title} isDisabled={isDisabled} onSet={() => void send()}>
        <textarea
          rows={2}
          spellcheck={false}
          value={shown}
          aria-label={title}
          disabled={isDisabled}
          onInput={({ currentTarget }) => setDraft(currentTarget.value)}
        />
      </SetForm>
      <p class="note">
        {words.controls.wants} <code>{shapeOf(property.dataType)}</code>
      </p>
    </>
  )
}

function readValue(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}
