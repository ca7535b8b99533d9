import { asCalled } from '../product/called-as.ts'
import type { Catalogue } from '../words/catalogue.ts'

/** The languages that the command line speaks. */
export const languages = ['en', 'zh'] as const
export type Language = (typeof languages)[number]

/** A text that is too long for the catalogue, such as a verb's help: written out in each language. */
export type InEachLanguage = Readonly<Record<Language, string>>

let language: Language = 'en'
let catalogue: Catalogue = {}

/** Sets the language of everything that is printed from now on; the catalogue is read only where it is needed. */
export async function useLanguage(wanted: Language): Promise<void> {
  catalogue = wanted === 'zh' ? (await import('../words/zh.ts')).zh : {}
  language = wanted
}

/**
 * The language that a command line asks for with --lang, else the locale's (environ(7), gettext(3)): LANGUAGE counts more
 * than LC_ALL, LC_MESSAGES and LANG, but not for the locale C. `system` names the locale where the environment has none, as on
 * Windows and macOS. A wrong --lang is for readFlags() to refuse.
 */
export function languageFor(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  system: () => string = systemLocale,
): Language {
  const asked = askedLanguage(args)
  if (asked !== undefined) return asked
  const { LC_ALL, LC_MESSAGES, LANG, LANGUAGE } = environment
  const locale = LC_ALL || LC_MESSAGES || LANG || system()
  if (/^(C|POSIX)\b/.test(locale)) return 'en'
  return /^zh/i.test(LANGUAGE || locale) ? 'zh' : 'en'
}

/** What the last --lang says; undefined where there is none, or it names no language that we know. */
function askedLanguage(args: readonly string[]): Language | undefined {
  const end = args.indexOf('--')
  const words = end < 0 ? args : args.slice(0, end)
  const said = words.flatMap((word, at) => {
    if (word === '--lang') return [words[at + 1]]
    return word.startsWith('--lang=') ? [word.slice('--lang='.length)] : []
  })
  return languages.find((one) => one === said.at(-1))
}

/** Windows and macOS keep the locale outside of the environment; elsewhere none in it is the locale C. */
function systemLocale(): string {
  const isKept = process.platform === 'win32' || process.platform === 'darwin'
  return isKept ? Intl.DateTimeFormat().resolvedOptions().locale : 'C'
}

/**
 * A text in the language in use: speak`cannot read ${file}: ${reason}` looks "cannot read {0}: {1}" up in the catalogue and puts
 * the values where the translation wants them. `speak(text)` does the same for one that was marked with `phrase`. What the
 * catalogue lacks stays English; a test sees to it that it lacks nothing. Commands in it are named as the user calls them.
 */
export function speak(text: TemplateStringsArray | string, ...values: readonly (string | number)[]): string {
  const template = typeof text === 'string' ? text : templateOf(text)
  return asCalled((catalogue[template] ?? template).replaceAll(/\{(\d)\}/g, (_, at) => String(values[Number(at)])))
}

/** Marks a text of a table that is read before the language is known; `speak(text)` says it. */
export const phrase = (text: TemplateStringsArray): string => templateOf(text)

/** The one of a text's languages that is in use, with commands as the user calls them. */
export const inLanguage = (text: InEachLanguage): string => asCalled(text[language])

function templateOf(parts: TemplateStringsArray): string {
  return parts.reduce((text, part, at) => `${text}{${at - 1}}${part}`)
}
