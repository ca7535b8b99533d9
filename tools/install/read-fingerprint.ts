import type { EspruinoLink } from '../serial/espruino-link.ts'
import type { Fingerprint } from '../storage/storage-file.ts'

const askMs = 10_000

/** Reads the fingerprint of a file in the board's Storage; returns undefined when there is none of that name. */
export async function readFingerprint(link: EspruinoLink, name: string): Promise<Fingerprint | undefined> {
  const ask = `(function(f){return f===undefined?[]:[f.length,E.CRC32(f)]})(require('Storage').read('${name}'))`
  const answer = await link.evaluate(ask, askMs)
  const [bytes, crc32] = Array.isArray(answer) ? (answer as unknown[]) : []
  return typeof bytes === 'number' && typeof crc32 === 'number' ? { bytes, crc32 } : undefined
}
