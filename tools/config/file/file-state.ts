import { statSync } from 'node:fs'
import { isForgotten, isTracked } from '../../local-files/git.ts'
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

/** Returns warnings that others could read the file, one a line: its mode, or that git would take it in. */
export function findCareless(file: string): string[] {
  const lines: string[] = []
  const mode = statSync(file).mode & 0o777
  // On Windows Node makes the mode up: permissions are different there.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    lines.push(speak`${file} can be read by others on this computer (mode ${mode.toString(8)}): chmod 600 ${file}`)
  }
  if (isForgotten(file)) lines.push(speak`git does not ignore ${file}: add it to .gitignore, it holds secrets`)
  return lines
}
