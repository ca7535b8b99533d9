import { headerBytes, nameOf } from '../board/storage-headers.ts'
import type { BoardFlash } from './board-flash.ts'

/**
 * Erases what lies behind the last file of Storage: where power failed while the engine moved files together, pages of before
 * are left there, and the engine refuses to write files over them. Returns whether there was something. Touches nothing where
 * the chip does not hold what Storage says is there: its address may be another.
 */
export async function eraseLeftovers(flash: BoardFlash): Promise<boolean> {
  const { pageBytes, pages } = flash
  const totalBytes = pageBytes * pages
  if (pages === 0 || !(await isWhereItShouldBe(flash))) return false
  const first = Math.ceil((totalBytes - (await flash.freeBytes())) / pageBytes) * pageBytes
  if (first >= totalBytes || (await flash.isErased(first, totalBytes - first))) return false
  for (let page = first; page < totalBytes; page += pageBytes)
    if (!(await flash.isErased(page, pageBytes))) await flash.erasePage(page)
  return true
}

/** The first header in the chip is that of a file which Storage has, too. */
async function isWhereItShouldBe(flash: BoardFlash): Promise<boolean> {
  const header = Buffer.from(await flash.read(0, headerBytes))
  const name = nameOf(header)
  if (!/^[\x20-\x7e]+$/.test(name) || /['\\]/.test(name)) return false
  const found = await flash.fingerprint(name)
  return found !== undefined && found.bytes === header.readUIntLE(0, 3)
}
