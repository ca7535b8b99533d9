import type { ComponentChildren } from 'preact'
import { useWords } from '../language.ts'

interface Props {
  title: string
  isDisabled: boolean
  onSet: () => void
  children: ComponentChildren
}

/** A field with its button, which sets what is in it; so does Enter. What is out of range is the platform's to refuse. */
export function SetForm({ title, isDisabled, onSet, children }: Props) {
  const words = useWords()
  return (
    <form
      class="set"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onSet()
      }}
    >
      {children}
      <button type="submit" class="plain" disabled={isDisabled} aria-label={`${words.controls.set}: ${title}`}>
        {words.controls.set}
      </button>
    </form>
  )
}
