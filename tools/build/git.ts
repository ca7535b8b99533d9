import { spawnSync } from 'node:child_process'
import { basename, dirname, resolve } from 'node:path'

/** Whether git keeps versions of a file; false where there is no repository or no git. */
export function isTracked(file: string): boolean {
  const whole = resolve(file)
  const answer = spawnSync('git', ['ls-files', '--error-unmatch', '--', basename(whole)], {
    cwd: dirname(whole),
    stdio: 'ignore',
  })
  return answer.status === 0
}
