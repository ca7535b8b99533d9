import fs from 'node:fs'
import { speak } from '../../command-line/language.ts'
import { whyNot, UserError } from '../../command-line/user-error.ts'

/** A megabyte: less than what a commit of many messages takes, more than what is left on a disk that counts as full. */
const probeBytes = 1024 * 1024

/** What it means that the data file could not be written. Nothing was told to anybody, and it is tried again. */
export function notWritten(file: string, error: unknown): UserError {
  const said = error instanceof Error ? error.message : String(error)
  const reason = whyNot(error) ?? probe(file) ?? said
  const hint = speak`make room, or mend the disk: it goes on by itself, and nothing that was confirmed is lost`
  return new UserError('state-not-written', speak`${file} cannot be written: ${reason}`, hint)
}

/**
 * Why nothing can be written beside a file; undefined when it can. SQLite's build for WebAssembly says "disk I/O error" to
 * whatever the system answers.
 */
export function probe(file: string): string | undefined {
  const name = `${file}.probe`
  try {
    const handle = fs.openSync(name, 'w', 0o600)
    try {
      fs.writeSync(handle, Buffer.alloc(probeBytes))
      fs.fsyncSync(handle)
    } finally {
      fs.closeSync(handle)
    }
    return undefined
  } catch (error) {
    return whyNot(error) ?? (error instanceof Error ? error.message : String(error))
  } finally {
    fs.rmSync(name, { force: true })
  }
}
