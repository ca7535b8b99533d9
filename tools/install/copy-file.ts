import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '../local-files/write-whole.ts'
import type { EspruinoLink } from '../serial/espruino-link.ts'
import { UserError } from '../command-line/user-error.ts'
import { fingerprintOf, isSame } from '../storage/storage-file.ts'
import { readFingerprint } from './read-fingerprint.ts'
import { speak } from '../command-line/language.ts'
import { pieceBytes, pieceMs } from './piece.ts'

/**
 * Reads a file from the board's Storage and compares its CRC-32 with the board's; reads once more, slower, when they differ.
 * Returns undefined when there is no such file. Throws UserError verify-failed.
 */
export async function readBoardFile(
  link: EspruinoLink,
  name: string,
  onProgress: (bytes: number, all: number) => void,
): Promise<Buffer | undefined> {
  const wanted = await readFingerprint(link, name)
  if (wanted === undefined) return undefined
  for (const isSlow of [link.isSlow, true]) {
    link.isSlow = isSlow
    const pieces: Buffer[] = []
    for (let at = 0; at < wanted.bytes; at += pieceBytes) {
      const ask = `btoa(require('Storage').read('${name}',${at},${Math.min(pieceBytes, wanted.bytes - at)}))`
      pieces.push(Buffer.from(String(await link.evaluate(ask, pieceMs)), 'base64'))
      onProgress(Math.min(at + pieceBytes, wanted.bytes), wanted.bytes)
    }
    const bytes = Buffer.concat(pieces)
    if (isSame(fingerprintOf(bytes), wanted)) return bytes
  }
  throw new UserError(
    'verify-failed',
    speak`${name} cannot be read whole from the board`,
    speak`another cable or USB port, no hub`,
    2,
  )
}

/**
 * Writes a copy of a board's file into `folder`, readable by the owner only, since it may hold a password; git ignores the
 * folder. Returns the path; an older copy with other content is kept. Throws UserError not-written.
 */
export function keepCopy(folder: string, serial: string, name: string, bytes: Buffer): string {
  const ignore = join(folder, '.gitignore')
  if (!existsSync(ignore)) writeWhole(ignore, '*\n')
  const stem = join(folder, `${serial.replace(/[^\w.-]/g, '_')}${name.startsWith('.') ? '' : '.'}${name}`)
  for (let copy = 1; ; copy++) {
    const file = copy === 1 ? stem : `${stem}.${copy}`
    if (!existsSync(file)) {
      writeWhole(file, bytes, 0o600)
      return file
    }
    if (readFileSync(file).equals(bytes)) return file
  }
}
