import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a run of the runtime printed, and how it ended. */
export interface Ran {
  /** A character a byte. */
  readonly output: string
  readonly errors: string
  /** undefined where it was stopped. */
  readonly exitCode: number | undefined
}

export interface RunOptions {
  /** Stops it when this comes in its output. */
  readonly until?: RegExp
  readonly withinMs: number
}

/**
 * Runs a script in Kaluma's Linux build, with nothing to read. It ends when no timer is left, when `until` has come, or after
 * `withinMs`: then it is killed.
 */
export async function runKaluma(executable: string, script: string, { until, withinMs }: RunOptions): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'kaluma-'))
  try {
    const file = join(folder, 'script.js')
    writeFileSync(file, script, 'utf8')
    const child = spawn(executable, [file], { stdio: ['ignore', 'pipe', 'pipe'] })
    let [output, errors, isStopped] = ['', '', false]
    const stop = (): void => {
      isStopped = true
      child.kill('SIGKILL')
    }
    const limit = setTimeout(stop, withinMs)
    child.stdout.setEncoding('latin1').on('data', (chunk: string) => {
      output += chunk
      // What it ends with may have come in two pieces.
      if (until?.test(output.slice(-chunk.length - 100)) === true) stop()
    })
    child.stderr.setEncoding('latin1').on('data', (chunk: string) => (errors += chunk))
    try {
      const [code] = (await once(child, 'close')) as [number | null]
      return { output, errors, exitCode: isStopped ? undefined : (code ?? undefined) }
    } finally {
      clearTimeout(limit)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
