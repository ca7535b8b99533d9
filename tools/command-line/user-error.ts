import { languageFor, phrase, speak, useLanguage } from './language.ts'
import { asksForVersion, versionText } from './version.ts'

/**
 * What a tool says when something is wrong that the user can mend: one line, and what to do about it.
 * `slug` is a word that stays the same (design of the README: a heading a word); `exitCode` is 1 for the user's
 * problem, 2 when the device or the cloud said no.
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

/** What the systems say where something cannot be written, in words. */
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
/** Reasons that only writing has, and calls that only write: all other errors of the system may be of reading. */
const writesOnly = /^(ENOSPC|EDQUOT|EROFS)$|^(mkdir|mkdtemp|rename|link|unlink|write|ftruncate|copyfile|symlink)$/

/** What the system has against writing, in words; undefined for an error that is none of its. */
export function whyNot(error: unknown): string | undefined {
  const reason = error instanceof Error && 'code' in error ? reasons[String(error.code)] : undefined
  return reason === undefined ? undefined : speak(reason)
}

/** Whether it is the disk that is full or fails, and no right is missing. */
export function isDiskFault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'EIO'].includes(String(error.code))
}

/**
 * The system's error as not-written, with `file` or the path that it names; undefined for what is none of writing. `isWrite`: what
 * failed was writing for certain.
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

/** Runs a tool's main function in the language of its user, or says which version it is of; ends the process with 1 or 2 after a UserError and with 3, and the stack, after a bug. */
export async function runTool(main: () => Promise<void> | void): Promise<void> {
  // Who read what is printed has gone (`| head`): the tool ends as at any other signal, and cleans up.
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
      process.stderr.write(`${error.slug} - ${error.message}\n${error.hint === '' ? '' : `  ${error.hint}\n`}`)
      if (process.argv.includes('--verbose')) process.stderr.write(`${error.stack ?? ''}\n`)
      process.exitCode = error.exitCode
      return
    }
    process.stderr.write(`bug - ${speak`this should not happen; please report it with these lines`}\n`)
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exitCode = 3
  }
}
