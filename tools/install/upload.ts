import type { EspruinoLink } from '../serial/espruino-link.ts'
import { UserError } from '../command-line/user-error.ts'
import { crcText, fingerprintOf, isSame, type StorageFile } from '../storage/storage-file.ts'
import { readFingerprint } from './read-fingerprint.ts'
import { speak } from '../command-line/language.ts'
import { pieceBytes, pieceMs } from './piece.ts'

const eraseMs = 30_000

export interface UploadHooks {
  onProgress(sentBytes: number, allBytes: number): void
  /** Called when the first try failed. */
  onRetry(why: string): void
}

/**
 * Writes a file into the board's Storage, piece by piece: a piece that is damaged on its way is not written, but sent again.
 * Then compares the file's fingerprint, and when it differs uploads once more, slower. Throws UserError verify-failed,
 * port-lost.
 */
export async function uploadFile(link: EspruinoLink, file: StorageFile, hooks: UploadHooks): Promise<void> {
  let why = await tryUpload(link, file, hooks)
  if (why === '') return
  hooks.onRetry(why)
  link.isSlow = true
  why = await tryUpload(link, file, hooks)
  if (why === '') return
  const hint = speak`another cable or USB port, no hub; the script that was there before still starts`
  throw new UserError('verify-failed', speak`${file.name} did not arrive whole, twice: ${why}`, hint, 2)
}

/** Uploads once. Returns why it failed, '' when the board has the file. */
async function tryUpload(link: EspruinoLink, { name, bytes }: StorageFile, hooks: UploadHooks): Promise<string> {
  try {
    // What an upload that was cut has left would count as a part of this one.
    await link.evaluate(`require('Storage').erase('${name}')`, eraseMs)
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      const piece = bytes.subarray(at, at + pieceBytes)
      await link.evaluate(writeCommand(name, piece, at, bytes.length), pieceMs)
      hooks.onProgress(at + piece.length, bytes.length)
    }
    return difference(fingerprintOf(bytes), await readFingerprint(link, name))
  } catch (error) {
    if (error instanceof UserError && error.slug === 'board-error') return error.message
    throw error
  }
}

/** Flash takes a piece only once: one that is sent again because its answer was lost is there already, and is not written. */
function writeCommand(name: string, piece: Uint8Array, at: number, size: number): string {
  const base64 = Buffer.from(piece).toString('base64')
  return `(function(s,d){if(s.read('${name}',${at},${piece.length})!=d)s.write('${name}',d,${at},${size})})(require('Storage'),atob('${base64}'))`
}

function difference(here: ReturnType<typeof fingerprintOf>, there: typeof here | undefined): string {
  if (isSame(there, here)) return ''
  const read = there === undefined ? speak`nothing` : speak`${there.bytes} bytes, CRC-32 ${crcText(there)}`
  return speak`${read} there, ${here.bytes} bytes, CRC-32 ${crcText(here)} here`
}
