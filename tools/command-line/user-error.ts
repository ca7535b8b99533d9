import { asCalled } from '../product/called-as.ts'
import { languageFor, phrase, speak, useLanguage } from './language.ts'
import { asksForVersion, versionText } from './version.ts'

/**
 * A problem that the user can mend: one line, and a hint what to do. `slug` is a word that never changes;
 * docs/troubleshooting.md has a row for each. `exitCode` is 1 for a problem on the user's side, 2 when the device or the cloud refused.
 */
export class UserError extends Error {
  constructor(
    readonly slug: string,
    message: string,
    readonly hint = '',
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message)
    this.name = 'UserError'
  }
}

/** Why something cannot be written, in words, by the system's error code. */
const reasons: Readonly<Record<string, string>> = {
  ...{ ENOSPC: phrase`the disk is full`, EDQUOT: phrase`the disk quota is used up` },
  ...{ EROFS: phrase`the disk can only be read` },
  ...{ EACCES: phrase`you may not write there`, EPERM: phrase`you may not write there` },
  ...{
    EISDIR: phrase`it is a folder`,
    ENOTDIR: phrase`a part of its path is no folder`,
    EEXIST: phrase`a part of its path is no folder`,
  },
  ...{ EIO: phrase`the disk fails`, EFBIG: phrase`it may not be that long`, ENOENT: phrase`its folder is gone` },
}
/** Error codes that only writing has, and system calls that only write: all other errors may come from reading. */
const writesOnly = /^(ENOSPC|EDQUOT|EROFS)$|^(mkdir|mkdtemp|rename|link|unlink|write|ftruncate|copyfile|symlink)$/

/** Returns in words why the system could not write; undefined for an error that is not the system's. */
export function whyNot(error: unknown): string | undefined {
  const reason = error instanceof Error && 'code' in error ? reasons[String(error.code)] : undefined
  return reason === undefined ? undefined : speak(reason)
}

/** Whether the disk is full or fails, as opposed to a missing permission. */
export function isDiskFault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'EIO'].includes(String(error.code))
}

/**
 * Returns UserError not-written for an error of the system, with `file` or the path that the error names; undefined when it
 * does not come from writing. `isWrite`: the caller knows that writing failed.
 */
export function notWritten(error: unknown, file?: string, isWrite = false): UserError | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const { code, syscall = '', path = '' } = error as NodeJS.ErrnoException
  const reason = whyNot(error)
  if (reason === undefined || !(isWrite || writesOnly.test(String(code)) || writesOnly.test(syscall))) return undefined
  const what = file ?? (path === '' ? speak`a file` : path)
  return new UserError(
    'not-written',
    speak`cannot write ${what}: ${reason}`,
    speak`what was there before is still there`,
  )
}

/**
 * Runs a tool's main function in the language of its user, or prints the version for --version. The exit code is 1 or 2 after
 * a UserError, and 3 after a bug, whose stack is shown.
 */
export async function runTool(main: () => Promise<void> | void): Promise<void> {
  // When the reader of the output has ended (`| head`), the tool ends as at any other signal, and cleans up.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.kill(process.pid, 'SIGTERM')
      else throw error
    })
  try {
    await useLanguage(languageFor(process.argv.slice(2), process.env))
    if (asksForVersion(process.argv.slice(2))) process.stdout.write(`${versionText()}\n`)
    else await main()
  } catch (thrown) {
    const error = notWritten(thrown) ?? thrown
    if (error instanceof UserError) {
      const hint = error.hint === '' ? '' : `  ${asCalled(error.hint)}\n`
      process.stderr.write(`${error.slug} - ${error.message}\n${hint}`)
      if (process.argv.includes('--verbose')) process.stderr.write(`${error.stack ?? ''}\n`)
      process.exitCode = error.exitCode
      return
    }
    process.stderr.write(`bug - ${speak`this should not happen; please report it with these lines`}\n`)
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exitCode = 3
  }
}
