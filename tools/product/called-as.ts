import { fromHere, productFolder } from './product-files.ts'
import { verbs } from './verbs.ts'

/** The name of the package, and of its one command. */
export const commandName = 'espruino-aliyun'

/** A verb as texts name it: `npm run flash`, `npm run flash -- ...`, `npm run flash [-- ...]`. */
const call = new RegExp(`\\bnpm (?:(start)|run (${Object.keys(verbs).join('|')}))(?![\\w:-])(?:( \\[?)-- )?`, 'g')

/**
 * A text with its commands as the user can give them from the current directory: in a checkout as npm scripts, as they are
 * written; elsewhere as verbs of the package's command.
 */
export function asCalled(text: string): string {
  if (!text.includes('npm ') || fromHere(productFolder) === '') return text
  return text
    .replaceAll(call, (_, start, verb, before = '') => `npx ${commandName} ${start ?? verb}${before}`)
    .replaceAll(/\bnpm ci\b/g, 'npm install')
}
