import type { EspruinoLink } from '../serial/espruino-link.ts'
import { FlashDiffers } from '../storage-layout/install.ts'
import type { BoardFlash } from '../storage-layout/board-flash.ts'
import { fingerprintOf } from '../storage/storage-file.ts'
import { readFingerprint } from './read-fingerprint.ts'
import { speak } from '../command-line/language.ts'
import { pieceBytes, pieceMs } from './piece.ts'

/** How much a board reads into memory at once: an ESP8266 has little. */
const readBytes = 512
/** A page is erased in about 50 ms; making a file, or compacting all of Storage, may take seconds. */
const eraseMs = 10_000
const storageMs = 60_000

/** Returns the flash of the board behind a link; `address` is where its Storage begins. Throws UserError as the link does. */
export async function linkFlash(link: EspruinoLink, address: number | undefined): Promise<BoardFlash> {
  const start = address ?? Number(await link.evaluate("require('Flash').getFree()[0].addr", pieceMs))
  const shape = `(function(p,s){return[p?p.length:0,s.totalBytes]})(require('Flash').getPage(${start}),require('Storage').getStats())`
  const [pageBytes = 0, totalBytes = 0] = (await link.evaluate(shape, pieceMs)) as number[]
  return new LinkFlash(link, start, pageBytes, pageBytes === 0 ? 0 : Math.floor(totalBytes / pageBytes))
}

const base64 = (bytes: Uint8Array): string => `atob('${Buffer.from(bytes).toString('base64')}')`

class LinkFlash implements BoardFlash {
  constructor(
    private readonly link: EspruinoLink,
    private readonly start: number,
    readonly pageBytes: number,
    readonly pages: number,
  ) {}

  async freeBytes(): Promise<number> {
    return Number(await this.link.evaluate("require('Storage').getFree()", storageMs))
  }

  async fileBytes(): Promise<number> {
    return Number(await this.link.evaluate("require('Storage').getStats().fileBytes", storageMs))
  }

  async readFile(name: string, mostBytes: number): Promise<Uint8Array | undefined> {
    const pieces: Uint8Array[] = []
    for (let at = 0; at < mostBytes; at += pieceBytes) {
      const bytes = Math.min(pieceBytes, mostBytes - at)
      const ask = `(function(d){return d===undefined?d:btoa(d)})(require('Storage').read('${name}',${at},${bytes}))`
      const answer = await this.link.evaluate(ask, pieceMs)
      if (typeof answer !== 'string') return undefined
      const piece = Buffer.from(answer, 'base64')
      pieces.push(piece)
      if (piece.length < bytes) break
    }
    return Buffer.concat(pieces)
  }

  fingerprint(name: string): ReturnType<typeof readFingerprint> {
    return readFingerprint(this.link, name)
  }

  async createFile(name: string, bytes: number, content = Uint8Array.of(0xff)): Promise<void> {
    const write = `s.write('${name}',${base64(content)},0,${bytes})`
    await this.link.evaluate(`(function(s){if(s.read('${name}')===undefined)${write}})(require('Storage'))`, storageMs)
  }

  async eraseFile(name: string): Promise<void> {
    await this.link.evaluate(`require('Storage').erase('${name}')`, eraseMs)
  }

  async compact(): Promise<void> {
    await this.link.evaluate("require('Storage').compact()", storageMs)
  }

  async read(at: number, bytes: number): Promise<Uint8Array> {
    const ask = `btoa(E.toString(require('Flash').read(${bytes},${this.start + at})))`
    return Buffer.from(String(await this.link.evaluate(ask, pieceMs)), 'base64')
  }

  async write(at: number, bytes: Uint8Array, onPiece: (bytes: number) => void = () => undefined): Promise<void> {
    for (let from = 0; from < bytes.length; from += pieceBytes) {
      const piece = bytes.subarray(from, from + pieceBytes)
      if (!(await this.writePiece(this.start + at + from, piece)))
        throw new FlashDiffers(
          speak`what was written at 0x${(this.start + at + from).toString(16)} reads back otherwise`,
        )
      onPiece(from + piece.length)
    }
  }

  async erasePage(at: number): Promise<void> {
    await this.link.evaluate(`require('Flash').erasePage(${this.start + at})`, eraseMs)
  }

  async isErased(at: number, bytes: number): Promise<boolean> {
    const same = `(function(f,i){for(i=0;i<${bytes};i+=${readBytes})if(E.sum(f.read(${readBytes},${this.start + at}+i))!=${255 * readBytes})return false;return true})(require('Flash'))`
    return (await this.link.evaluate(same, eraseMs)) === true
  }

  async holds(at: number, bytes: Uint8Array): Promise<boolean> {
    for (let from = 0; from < bytes.length; from += readBytes) {
      const piece = bytes.subarray(from, from + readBytes)
      const ask = `E.CRC32(require('Flash').read(${piece.length},${this.start + at + from}))`
      if ((await this.link.evaluate(ask, pieceMs)) !== fingerprintOf(piece).crc32) return false
    }
    return true
  }

  /** Writes and reads back. Does no harm when it is carried out twice: bits that are clear stay clear. */
  private async writePiece(address: number, piece: Uint8Array): Promise<boolean> {
    const write = `(function(f,d){f.write(d,${address});return E.toString(f.read(d.length,${address}))==d})(require('Flash'),${base64(piece)})`
    return (await this.link.evaluate(write, pieceMs)) === true
  }
}
