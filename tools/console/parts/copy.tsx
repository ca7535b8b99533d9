import { useState } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import { useWords } from '../language.ts'

/** Copies a text to the clipboard, in the old way if the page is not a secure context. */
export async function copyText(text: string): Promise<void> {
  if (window.isSecureContext) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}

const shownMs = 1500

/** A button that copies a text, and says so for a moment. */
export function Copy(props: { text: string; label: string; isLoud?: boolean; children: ComponentChildren }) {
  const words = useWords()
  const [isDone, setDone] = useState(false)
  async function copy(): Promise<void> {
    await copyText(props.text)
    setDone(true)
    window.setTimeout(() => setDone(false), shownMs)
  }
  return (
    <button
      type="button"
      class={props.isLoud === true ? '' : 'plain'}
      aria-label={props.label}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{isDone ? words.connection.copied : props.children}</span>
    </button>
  )
}
