import { existsSync, readFileSync } from 'node:fs'
import type { BuiltFirmware } from '../../tools/build/firmware.ts'
import { UserError } from '../../tools/command-line/user-error.ts'

interface Measured {
  readonly bundle: { readonly sha256: string }
}

/** What the last run wrote, of whichever script; undefined where there is none, or no JSON, as amid a merge. */
export function readLast<Report>(file: string): Report | undefined {
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch {
    // The next run writes the file anew.
    return undefined
  }
}

/** What the last run of `command` wrote. Throws UserError not-measured where there is none, or it is of another script. */
export function readMeasured<Report extends Measured>(
  file: string,
  { sha256 }: Pick<BuiltFirmware, 'sha256'>,
  command: string,
): Report {
  const report = readLast<Report>(file)
  if (report?.bundle.sha256 === sha256) return report
  const what = report === undefined ? 'is not there, or no JSON' : 'is of another script'
  throw new UserError('not-measured', `${file} ${what}`, `${command}, without --failed`)
}
