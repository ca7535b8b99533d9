import { readFlags } from '../../command-line/flags.ts'
import { inLanguage } from '../../command-line/language.ts'
import { buildPage } from './build-page.ts'
import { help, usage } from './console-help.ts'

const options = { verbose: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } as const

/** `npm run console`. Throws UserError unknown-flag, and what building the page throws. */
export async function consoleCommand(args: readonly string[], print: (text: string) => void): Promise<void> {
  const { values: flags } = readFlags({ args: [...args], options }, usage)
  print(flags.help ? inLanguage(help) : `console    ${await buildPage()}\n`)
}
