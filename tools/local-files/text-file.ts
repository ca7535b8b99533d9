import { readFileSync } from 'node:fs'
import { TextDecoder } from 'node:util'
import { phrase, speak } from '../command-line/language.ts'
import { UserError } from '../command-line/user-error.ts'

/** The slugs of the errors: for a file that cannot be read, and for bytes that are not text. */
export interface TextFileWords {
  readonly missing: string
  readonly invalid: string
  readonly hint: string
}

/** The message for bytes that are not text. */
export const noText = phrase`is neither UTF-8 nor UTF-16: GBK, perhaps`
export const noTextHint = phrase`save it with the encoding UTF-8`

/**
 * Returns the text of a file that people made, whatever program saved it: UTF-8 or UTF-16 (PowerShell's `>`, Excel), with or
 * without byte order mark. `-` reads standard input. Throws UserError with these slugs.
 */
export function readTextFile(path: string, { missing, invalid, hint }: TextFileWords): string {
  const text = decodeText(readBytes(path, missing, hint))
  if (text === undefined) throw new UserError(invalid, `${nameOf(path)} ${speak(noText)}`, speak(noTextHint))
  return text
}

/** Returns the text of bytes, undefined where they are neither UTF-8 nor UTF-16. Never throws. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes)
    // Zeros mean that it is not text, or UTF-32. A file made of several others may have more than one byte order mark.
    return text.includes('\0') ? undefined : text.replace(/^\ufeff+/, '')
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/** Returns a script's bytes as the interpreter needs them: UTF-16 as UTF-8, no byte order mark, all else as it is. */
export function withoutMark(bytes: Buffer): Buffer {
  const isPlain = encodingOf(bytes) === 'utf-8' && bytes.toString('latin1', 0, 3) !== '\xef\xbb\xbf'
  const text = isPlain ? undefined : decodeText(bytes)
  return text === undefined ? bytes : Buffer.from(text)
}

/** Tells the encoding by the byte order mark, else by the zero beside the first character, which is ASCII in all that we read. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === undefined || second === undefined) return 'utf-8'
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be'
  return 'utf-8'
}

function readBytes(path: string, missing: string, hint: string): Buffer {
  try {
    return readFileSync(path === '-' ? 0 : path)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UserError(missing, speak`cannot read ${nameOf(path)}: ${reason}`, hint)
  }
}

const nameOf = (path: string) => (path === '-' ? speak`standard input` : path)
