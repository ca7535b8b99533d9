import { Worker } from 'node:worker_threads'
import { UserError } from '../command-line/user-error.ts'
import { speak } from '../command-line/language.ts'
import type { ConfigArguments, Import, Problem, Report } from './rollup.mjs'

/** What goes into a bundle beside the sources. */
export interface BundleOptions {
  /** The bytes of a configuration to put inside the script. */
  readonly inline?: Buffer | undefined
  /** Names, lines and functions as in the sources: bigger, but the same program. */
  readonly readable?: boolean | undefined
  /** The module to begin with, where it is none of firmware/. */
  readonly entry?: string | undefined
  /** What is replaced by a function that does nothing, to see what it costs. */
  readonly without?: Import | undefined
  /** A board that runs Kaluma. */
  readonly board?: 'pico-w' | undefined
}

/** The script as boards run it, and its source map, undefined where the script holds a configuration. */
export interface Bundle {
  readonly script: string
  readonly map: string | undefined
  /** [file, SHA-256] of what it was made from, beside firmware/. */
  readonly sources: Report['sources']
  /** [file, name] of what it takes from firmware/. */
  readonly imports: Report['imports']
}

interface Failure {
  readonly error: string
  /** What is wrong with code that is not ours. */
  readonly problems: readonly Problem[]
}

/**
 * The thread that builds, one bundle at a time. It runs without tsx, which would take as long to read the compiler as the
 * compiler takes to run; the next build finds everything loaded. The thread does not keep the process alive.
 */
let thread: Worker | undefined
let last: Promise<unknown> = Promise.resolve()

/**
 * Runs rollup with rollup.config.mjs; writes nothing. Throws UserError build-failed with the
 * message of the compiler or the bundler; a warning fails, too.
 */
export function bundleFirmware({ inline, readable, entry, without, board }: BundleOptions): Promise<Bundle> {
  const bundle = last.then(() => ask({ configInline: inline, configReadable: readable, entry, without, board }))
  last = bundle.catch(() => undefined)
  return bundle
}

async function ask(given: ConfigArguments): Promise<Bundle> {
  thread ??= new Worker(new URL('./bundle-worker.mjs', import.meta.url), { execArgv: [] })
  const worker = thread
  const answer = await new Promise<Bundle | Failure>((resolve, reject) => {
    worker.ref()
    worker.once('message', resolve).once('error', (error) => {
      // The next build starts another thread.
      thread = undefined
      reject(error)
    })
    worker.postMessage(given)
  })
  worker.removeAllListeners('error').unref()
  if ('error' in answer) throw failed(answer)
  return answer
}

function failed({ error, problems }: Failure): UserError {
  if (problems.length === 0)
    return new UserError(
      'build-failed',
      error.trim(),
      /firmware[\\/]/.test(error) ? speak`npm run test:types shows every such place` : '',
    )
  const lines = problems
    .toSorted((one, other) => one.file.localeCompare(other.file) || one.line - other.line || one.column - other.column)
    .map(({ file, line, column, text, values }) => {
      const said = speak(text, ...values.map((each) => speak(each)))
      return `${file}:${line}:${column} ${said}`
    })
  return new UserError('build-failed', [...new Set(lines)].join('\n'))
}
