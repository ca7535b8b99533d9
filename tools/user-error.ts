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

/** Runs a tool's main function, or says which version it is of; ends the process with 1 or 2 after a UserError and with 3, and the stack, after a bug. */
export async function runTool(main: () => Promise<void> | void): Promise<void> {
  // Who read what is printed has gone (`| head`): the tool ends as at any other signal, and cleans up.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.kill(process.pid, 'SIGTERM')
      else throw error
    })
  try {
    if (asksForVersion(process.argv.slice(2))) process.stdout.write(`${versionText()}\n`)
    else await main()
  } catch (error) {
    if (error instanceof UserError) {
      process.stderr.write(`${error.slug} - ${error.message}\n${error.hint === '' ? '' : `  ${error.hint}\n`}`)
      if (process.argv.includes('--verbose')) process.stderr.write(`${error.stack ?? ''}\n`)
      process.exitCode = error.exitCode
      return
    }
    process.stderr.write(`bug - this should not happen; please report it with these lines\n`)
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exitCode = 3
  }
}
