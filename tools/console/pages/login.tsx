import { useState } from 'preact/hooks'
import { CallError, post } from '../api.ts'
import { useWords } from '../language.ts'
import { useExplain } from '../parts/explain.ts'

/** Asks for the console's password. */
export function LoginPage({ onDone }: { onDone: () => void }) {
  const words = useWords()
  const explain = useExplain()
  const [said, setSaid] = useState('')
  async function enter(form: HTMLFormElement): Promise<void> {
    try {
      await post('/api/login', { password: String(new FormData(form).get('password') ?? '') })
      onDone()
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      setSaid(explain(error))
    }
  }
  return (
    <form
      class="card narrow"
      onSubmit={(event) => {
        event.preventDefault()
        void enter(event.currentTarget)
      }}
    >
      <label>
        {words.login.title}
        <input type="password" name="password" autocomplete="current-password" required />
      </label>
      <p class="note">{words.login.lead}</p>
      <button type="submit">{words.login.enter}</button>
      <p role="alert">{said}</p>
    </form>
  )
}
