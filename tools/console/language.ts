import { useEffect, useState } from 'preact/hooks'
import { en } from './words/en.ts'
import { zh } from './words/zh.ts'

export type Language = 'en' | 'zh'
export type Words = typeof en

const stored = 'console-language'
const dictionaries: Record<Language, Words> = { en, zh }

/** The language that was chosen, or else that of the browser: Chinese for Chinese, English for all others. */
export function currentLanguage(): Language {
  const chosen = localStorage.getItem(stored)
  if (chosen === 'en' || chosen === 'zh') return chosen
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

/** Sets the language of the document, for screen readers, fonts and line breaks. */
export function applyLanguage(): void {
  const language = currentLanguage()
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  document.title = dictionaries[language].title
}

export function chooseLanguage(language: Language): void {
  localStorage.setItem(stored, language)
  applyLanguage()
  window.dispatchEvent(new Event('language'))
}

/** The words in the chosen language. The component is drawn again when another is chosen. */
export function useWords(): Words {
  const [language, setLanguage] = useState(currentLanguage)
  useEffect(() => {
    const changed = () => setLanguage(currentLanguage())
    window.addEventListener('language', changed)
    return () => window.removeEventListener('language', changed)
  }, [])
  return dictionaries[language]
}
