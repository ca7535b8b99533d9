import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { notWritten } from '../command-line/user-error.ts'

/**
 * Writes a file so that a reader, or a second writer, never meets half of it. `mode` counts from the first byte on: what
 * only the owner may read was never open to others. Throws UserError not-written for a full disk, a folder in the file's
 * place, missing rights; nothing is left then.
 */
export function writeWhole(file: string, content: string | Buffer, mode = 0o644): void {
  const draft = `${file}.${randomUUID()}.tmp`
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(draft, content, { mode, flag: 'wx' })
    renameSync(draft, file)
  } catch (error) {
    // Half of it may hold a secret, and fill the disk.
    if (existsSync(draft)) rmSync(draft)
    throw notWritten(error, file, true) ?? error
  }
}
