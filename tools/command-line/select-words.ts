import { styleText } from 'node:util'
import { SELECT_INSTRUCTIONS } from '@clack/prompts'
import { speak } from './language.ts'

/** Makes the line of keys below a choice speak the language in use: the package has it in a list of its own, in English. */
export function sayKeys(): void {
  const arrows = `${styleText('dim', '↑/↓')} ${speak`to navigate`}`
  const enter = `${styleText('dim', speak`Enter:`)} ${speak`confirm`}`
  SELECT_INSTRUCTIONS.splice(0, SELECT_INSTRUCTIONS.length, arrows, enter)
}

/** A choice's label with its hint, in the brackets of the language in use; the package would take those of English. */
export const withHint = (label: string, hint: string | undefined): string =>
  hint === undefined ? label : speak`${label} (${hint})`
