import { headerBytes, nameOf } from '../storage/storage-headers.ts'
import type { BoardFlash } from './board-flash.ts'

/** How many pages are checked by one expression: a board needs a moment for each. */
const pagesAtOnce = 16

/**
 * Erases what is after the last file of Storage: where power failed while the engine compacted, old pages are left there, and
 * the engine refuses to write files over them. Returns whether there was something. Does nothing where the chip does not hold
 * what Storage has, because Storage may then be at another address.
 */
export async function eraseLeftovers(flash: BoardFlash): Promise<boolean> {
  const { pageBytes, pages } = flash
  const totalBytes = pageBytes * pages
  if (pages === 0 || !(await isWhereItShouldBe(flash))) return false
  const first = Math.ceil((totalBytes - (await flash.freeBytes())) / pageBytes) * pageBytes
  let found = false
  for (let at = first; at < totalBytes; at += pagesAtOnce * pageBytes) {
    const end = Math.min(totalBytes, at + pagesAtOnce * pageBytes)
    if (await flash.isErased(at, end - at)) continue
    found = true
    for (let page = at; page < end; page += pageBytes)
      if (!(await flash.isErased(page, pageBytes))) await flash.erasePage(page)
  }
  return found
}

/** Whether the first header in the chip is that of a file which Storage has. */
async function isWhereItShouldBe(flash: BoardFlash): Promise<boolean> {
  const header = Buffer.from(await flash.read(0, headerBytes))
  const name = nameOf(header)
  if (!/^[\x20-\x7e]+$/.test(name) || /['\\]/.test(name)) return false
  const found = await flash.fingerprint(name)
  return found !== undefined && found.bytes === header.readUIntLE(0, 3)
}
