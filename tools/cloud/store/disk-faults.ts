import fs from 'node:fs'
import { speak } from '../../command-line/language.ts'
import { whyNot, UserError } from '../../command-line/user-error.ts'

/** A megabyte: less than a commit of many messages needs, and more than is left on a disk that counts as full. */
const probeBytes = 1024 * 1024

/**
 * The error for a data file that could not be written. Nothing was confirmed to anybody, and the write is tried again.
 */
export function notWritten(file: string, error: unknown): UserError {
  const said = error instanceof Error ? error.message : String(error)
  const reason = whyNot(error) ?? probe(file) ?? said
  const hint = speak`make room, or mend the disk: it goes on by itself, and nothing that was confirmed is lost`
  return new UserError('state-not-written', speak`${file} cannot be written: ${reason}`, hint)
}

/**
 * Why nothing can be written next to a file; undefined if something can. SQLite's build for WebAssembly says "disk I/O
 * error" whatever the error of the system was.
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
