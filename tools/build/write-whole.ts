import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { UserError } from '../user-error.ts'

const reasons: Readonly<Record<string, string>> = {
  ...{ ENOSPC: 'the disk is full', EDQUOT: 'the disk quota is used up', EROFS: 'the disk can only be read' },
  ...{ EACCES: 'you may not write there', EPERM: 'you may not write there' },
  ...{
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of its path is no folder',
    EEXIST: 'a part of its path is no folder',
  },
  ...{ EIO: 'the disk fails', EFBIG: 'it may not be that long', ENOENT: 'its folder is gone' },
}

/** What the system has against writing, in words; undefined for an error that is none of its. */
export function whyNot(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? reasons[String(error.code)] : undefined
}

/** Whether it is the disk that is full or fails, and no right is missing. */
export function isDiskFault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT', 'EIO'].includes(String(error.code))
}

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
    const reason = whyNot(error)
    if (reason === undefined) throw error
    throw new UserError('not-written', `cannot write ${file}: ${reason}`, 'what was there before is still there')
  }
}
