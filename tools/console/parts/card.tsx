import type { ComponentChildren } from 'preact'
import { useWords } from '../language.ts'
import { Copy } from './copy.tsx'

interface CardProps {
  title: string
  lead?: string
  isWide?: boolean
  children: ComponentChildren
}

export function Card({ title, lead, isWide = false, children }: CardProps) {
  return (
    <section class={`card ${isWide ? 'wide' : ''}`}>
      <h2>{title}</h2>
      {lead === undefined ? null : <p class="note">{lead}</p>}
      {children}
    </section>
  )
}

/** A form whose fields are read by their names when it is sent. */
export function CallForm(props: {
  button: string
  isBusy: boolean
  onSend: (field: (name: string) => string) => void
  children: ComponentChildren
}) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const data = new FormData(event.currentTarget)
        props.onSend((name) => String(data.get(name) ?? ''))
      }}
    >
      {props.children}
      <button type="submit" disabled={props.isBusy}>
        {props.button}
      </button>
    </form>
  )
}

/** What became of something: `tone` colours it, `outcome` names it for tests. */
export interface Said {
  readonly tone: 'good' | 'bad' | 'wait'
  readonly text: string
  readonly outcome?: string
  /** Shown below it as it is. */
  readonly details?: string
}

/** What became of a call, read out by a screen reader. It is there before anything is said. */
export function Verdict({ said }: { said: Said | undefined }) {
  const words = useWords()
  return (
    <output aria-label={words.debug.answer} aria-live="polite">
      {said === undefined ? null : (
        <>
          <p class={`verdict ${said.tone}`} data-outcome={said.outcome}>
            {said.text}
          </p>
          {said.details === undefined ? null : <pre>{said.details}</pre>}
        </>
      )}
    </output>
  )
}

/** What to do where there is nothing to see yet: a sentence, and the line that an application needs. */
export function Empty({ text, code }: { text: string; code: string }) {
  const words = useWords()
  return (
    <div class="empty">
      <p class="note">{text}</p>
      <p class="row">
        <code>{code}</code>
        <Copy text={code} label={`${words.connection.copy}: ${code}`}>
          {words.connection.copy}
        </Copy>
      </p>
    </div>
  )
}
