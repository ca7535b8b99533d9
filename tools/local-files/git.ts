import { spawnSync } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

/** Whether git tracks a file; false where there is no repository or no git. */
export function isTracked(file: string): boolean {
  return ask(['ls-files', '--error-unmatch'], file) === 0
}

/** Whether `git add .` would add a file, which is not ignored; false where there is no repository or no git. */
export function isForgotten(file: string): boolean {
  return ask(['check-ignore', '--quiet'], file) === 1
}

/** Returns git's exit code, null without one. Git is not run where no folder above the file looks like a repository. */
function ask(command: readonly string[], file: string): number | null {
  const cwd = dirname(resolve(file))
  if (!existsSync(cwd)) return null
  if (process.env['GIT_DIR'] === undefined && !isInRepository(realpathSync(cwd))) return null
  return spawnSync('git', [...command, '--', basename(file)], { cwd, stdio: 'ignore' }).status
}

function isInRepository(folder: string): boolean {
  const above = dirname(folder)
  return existsSync(join(folder, '.git')) || (above !== folder && isInRepository(above))
}
