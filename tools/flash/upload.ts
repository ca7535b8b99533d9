import type { EspruinoLink } from '../serial/espruino-link.ts'
import { NoAnswer } from '../serial/espruino-thread.ts'
import { UserError } from '../user-error.ts'
import { crcText, fingerprintOf, isSame, readFingerprint, type StorageFile } from './storage-file.ts'

/**
 * How much of a file goes into a packet: first as much as every board's input buffer holds, then, slower, less than the
 * 64 bytes of which some ESP32 builds lose the rest (Espruino #2718).
 */
const packetBytes = [256, 48] as const
/** A board that acknowledges this slowly will not end, ms for a packet; beside it, ms for a whole upload. */
const packetMs = 250
const uploadMs = 30_000

export interface UploadHooks {
  onProgress(sentBytes: number, allBytes: number): void
  /** The first try did not arrive whole. */
  onRetry(why: string): void
}

/**
 * Writes a file into the board's Storage and reads its fingerprint back; once more, slower, when that differs. Throws
 * UserError verify-failed, port-lost.
 */
export async function uploadFile(link: EspruinoLink, file: StorageFile, hooks: UploadHooks): Promise<void> {
  const wanted = fingerprintOf(file.bytes)
  let why = ''
  for (const [attempt, chunkBytes] of packetBytes.entries()) {
    if (attempt > 0) hooks.onRetry(why)
    why = await tryUpload(link, file, chunkBytes, hooks)
    if (why !== '') continue
    const got = await readFingerprint(link, file.name)
    if (isSame(got, wanted)) return
    const read = got === undefined ? 'nothing' : `${got.bytes} bytes, CRC-32 ${crcText(got)}`
    why = `${read} there, ${wanted.bytes} bytes, CRC-32 ${crcText(wanted)} here`
  }
  const hint = 'another cable or USB port, no hub; the script that was there before still starts'
  throw new UserError('verify-failed', `${file.name} did not arrive whole, twice: ${why}`, hint, 2)
}

/** Answers why it failed, '' when the board acknowledged everything. */
async function tryUpload(
  link: EspruinoLink,
  { name, bytes }: StorageFile,
  chunkBytes: number,
  hooks: UploadHooks,
): Promise<string> {
  // What is left of an upload that was cut would be taken for a part of this one.
  await link.evaluate(`require("Storage").erase(${JSON.stringify(name)})`, uploadMs)
  const packets = Math.ceil(bytes.length / chunkBytes)
  try {
    await link.sendFile(name, bytes, {
      ...{ chunkBytes, withinMs: uploadMs + packets * packetMs },
      onProgress: (sent) => hooks.onProgress(sent, bytes.length),
    })
    return ''
  } catch (error) {
    if (error instanceof UserError) throw error
    if (error instanceof NoAnswer || error instanceof Error) return error.message
    throw error
  }
}
