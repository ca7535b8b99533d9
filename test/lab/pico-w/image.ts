import { readFileSync } from 'node:fs'

/** The flash chip of a Pico W: 2 MiB. */
export const flashBytes = 2 * 1024 * 1024
const flashStart = 0x10000000

/**
 * Returns the flash of a board on which nothing but this image was written: a UF2, an ELF, or the plain bytes (.bin).
 * Throws an Error when it does not fit, or is none of them.
 */
export function flashWith(image: Uint8Array | string): Uint8Array {
  const bytes = typeof image === 'string' ? readFileSync(image) : image
  const flash = new Uint8Array(flashBytes).fill(0xff)
  const put = (address: number, part: Uint8Array): void => {
    const at = address - flashStart
    if (at < 0 || at + part.length > flash.length) throw new Error(`the image has bytes for ${address.toString(16)}`)
    flash.set(part, at)
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const magic = view.getUint32(0, true)
  if (magic === 0x0a324655) putUf2(bytes, view, put)
  else if (magic === 0x464c457f) putElf(bytes, view, put)
  else put(flashStart, bytes)
  const vectors = new DataView(flash.buffer, 0x100)
  if (vectors.getUint32(0, true) >>> 20 !== 0x200)
    throw new Error('the image has no vector table behind its boot block')
  return flash
}

type Put = (address: number, part: Uint8Array) => void

/** Blocks of 512 bytes: flags at 8, address at 12, how many bytes at 16, the bytes from 32 on. */
function putUf2(bytes: Uint8Array, view: DataView, put: Put): void {
  for (let at = 0; at + 512 <= bytes.length; at += 512) {
    const isForFlash = (view.getUint32(at + 8, true) & 1) === 0
    const size = view.getUint32(at + 16, true)
    if (isForFlash) put(view.getUint32(at + 12, true), bytes.subarray(at + 32, at + 32 + size))
  }
}

/** The segments to load, at their load addresses. */
function putElf(bytes: Uint8Array, view: DataView, put: Put): void {
  const headersAt = view.getUint32(28, true)
  const headerSize = view.getUint16(42, true)
  const count = view.getUint16(44, true)
  for (let i = 0; i < count; i++) {
    const at = headersAt + i * headerSize
    const word = (offset: number): number => view.getUint32(at + offset, true)
    const [type, offset, loadAddress, size] = [word(0), word(4), word(12), word(16)]
    const isLoaded = type === 1 && size > 0 && loadAddress >>> 28 === 1
    if (isLoaded) put(loadAddress, bytes.subarray(offset, offset + size))
  }
}
