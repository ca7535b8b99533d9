import { statSync } from 'node:fs'
import { isForgotten, isTracked } from '../../files/git.ts'
import { UserError } from '../../command-line/user-error.ts'
import { speak } from '../../command-line/language.ts'

/** Throws UserError secret-tracked when git keeps versions of the file: its secrets would be in every copy. */
export function refuseTracked(file: string): void {
  if (!isTracked(file)) return
  throw new UserError(
    'secret-tracked',
    speak`${file} holds secrets and git tracks it`,
    speak`git rm --cached ${file}, then new secrets: whoever has the repository has the old ones`,
  )
}

/** What is careless about where and how the file lies there; a line each, nothing when all is well. */
export function findCareless(file: string): string[] {
  const lines: string[] = []
  const mode = statSync(file).mode & 0o777
  // Windows has other rights, and Node makes this up there.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    lines.push(speak`${file} can be read by others on this computer (mode ${mode.toString(8)}): chmod 600 ${file}`)
  }
  if (isForgotten(file)) lines.push(speak`git does not ignore ${file}: add it to .gitignore, it holds secrets`)
  return lines
}
