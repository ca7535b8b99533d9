import type { Level } from '../serial/log-line.ts'

const reset = '\x1b[0m'
const colors: Readonly<Record<Level, string>> = { E: '\x1b[31m', W: '\x1b[33m', I: '', D: '\x1b[2m' }

/** Returns a line in its level's colour: errors red, warnings yellow, details dim. */
export function paint(level: Level, text: string): string {
  return colors[level] === '' ? text : `${colors[level]}${text}${reset}`
}

/** Returns a line without control characters, so that nothing that a board prints can control the terminal. */
export function plain(text: string): string {
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f]/g, '?')
}
