import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { notWritten } from '../command-line/user-error.ts'

/**
 * Writes a file so that a reader, or a second writer, never sees half of it. `mode` applies from the first byte on, so that
 * what only the owner may read was never open to others. Throws UserError not-written for a full disk, a folder in the file's
 * place or missing permission; then nothing is left behind.
 */
export function writeWhole(file: string, content: string | Buffer, mode = 0o644): void {
  const draft = `${file}.${randomUUID()}.tmp`
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(draft, content, { mode, flag: 'wx' })
    renameSync(draft, file)
  } catch (error) {
    // The unfinished file may hold a secret, and fills the disk.
    if (existsSync(draft)) rmSync(draft)
    throw notWritten(error, file, true) ?? error
  }
}
