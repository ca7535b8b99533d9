import { useEffect, useState } from 'preact/hooks'
import { chooseLanguage, currentLanguage, useWords } from '../language.ts'
import type { Route } from '../route.ts'

const themes = ['system', 'light', 'dark'] as const
type Theme = (typeof themes)[number]
const stored = 'console-theme'

function readTheme(): Theme {
  return themes.find((theme) => theme === localStorage.getItem(stored)) ?? 'system'
}

/** The head of every page: navigation, language and colours. */
export function Header({ route }: { route: Route }) {
  const words = useWords()
  const [theme, setTheme] = useState(readTheme)
  useEffect(() => {
    localStorage.setItem(stored, theme)
    if (theme === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = theme
  }, [theme])
  const current = (page: Route['page']) => (route.page === page ? ('page' as const) : undefined)
  return (
    <header class="head">
      <a class="brand" href="#/">
        <img src="/icon.svg" alt="" width="28" height="28" />
        <span>
          <strong>{words.title}</strong> <small>{words.subtitle}</small>
        </span>
      </a>
      <nav>
        <a href="#/" aria-current={route.page === 'device' ? 'true' : current('devices')}>
          {words.nav.devices}
        </a>
        <a href="#/log" aria-current={current('log')}>
          {words.nav.log}
        </a>
      </nav>
      <div class="settings">
        <select
          aria-label={words.theme.label}
          value={theme}
          onChange={({ currentTarget }) => setTheme(themes.find((one) => one === currentTarget.value) ?? 'system')}
        >
          {themes.map((one) => (
            <option key={one} value={one}>
              {words.theme[one]}
            </option>
          ))}
        </select>
        <button
          type="button"
          class="plain"
          lang={currentLanguage() === 'zh' ? 'en' : 'zh-CN'}
          aria-label={words.languageLabel}
          onClick={() => chooseLanguage(currentLanguage() === 'zh' ? 'en' : 'zh')}
        >
          {words.language}
        </button>
      </div>
    </header>
  )
}
