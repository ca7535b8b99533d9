import { randomUUID } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Writes a file so that a reader, or a second writer, never meets half of it. `mode` counts from the first byte on: what
 * only the owner may read was never open to others.
 */
export function writeWhole(file: string, content: string | Buffer, mode = 0o644): void {
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${randomUUID()}.tmp`
  writeFileSync(draft, content, { mode, flag: 'wx' })
  renameSync(draft, file)
}
