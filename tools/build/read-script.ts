import { readFileSync } from 'node:fs'
import { withoutMark } from '../local-files/text-file.ts'
import { speak } from '../command-line/language.ts'
import { UserError } from '../command-line/user-error.ts'

/** The script that --script names. Throws UserError no-script: not readable, or nothing in it. */
export function readScript(file: string): Buffer {
  const script = withoutMark(readBytes(file))
  if (script.length === 0) throw noScript(speak`${file} is empty`)
  return script
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw noScript(speak`cannot read ${file}: ${reason}`)
  }
}

function noScript(what: string): UserError {
  return new UserError('no-script', what, speak`npm run build makes it`)
}
