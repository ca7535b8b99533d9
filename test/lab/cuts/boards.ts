import { FlashStorage, type FlashShape, type StorageOptions } from '../../../tools/storage/flash-storage.ts'
import { createLayout, installFiles } from '../../../tools/storage-layout/install.ts'
import { planLayout, readLayout } from '../../../tools/storage-layout/layout.ts'
import { modelFlash } from '../../../tools/storage-layout/model-flash.ts'
import { contentBytes, type ZoneFile } from '../../../tools/storage-layout/zone.ts'
import type { Fill } from './shapes.ts'

/** Files of somebody else's: some 50, since the engine's Linux build, unlike boards, keeps a table of names from 100 on; then small ones. */
const manyBytes = (storage: FlashStorage): readonly number[] => [Math.floor(storage.totalBytes / 50), 700]

/** Fills Storage with other files, and with one that is rewritten now and then, which leaves erased copies. */
export function fillUp(storage: FlashStorage, fill: Fill): void {
  const share = { empty: 0, 'half full': 0.5, full: 1 }[fill]
  const least = storage.totalBytes * (1 - share)
  let n = 0
  for (const bytes of manyBytes(storage)) {
    for (; storage.freeBytes - bytes - 64 > least; n++) {
      if (n % 3 === 0) storage.write(`other.${n}`, Buffer.alloc(bytes, n))
      else storage.write('log.txt', Buffer.alloc(bytes, n))
    }
  }
}

/** The files that a flash brings, of version `v`. */
export function filesOf(v: number): ZoneFile[] {
  return [
    { name: '.bootcde', bytes: Buffer.from(`print("version ${v}")//${'x'.repeat(2000 + v)}`) },
    { name: 'device.json', bytes: Buffer.from(`{"version":${v}}`.padEnd(300 + v)) },
  ]
}

/** Flashes as npm run flash does, but without a serial link. Returns false where there is no room. */
export async function flashOn(storage: FlashStorage, files: readonly ZoneFile[]): Promise<boolean> {
  const flash = modelFlash(storage)
  const found = await readLayout(flash)
  if (found) {
    await installFiles(flash, found.plan ? await createLayout(flash, found.plan) : found.layout, files)
    return true
  }
  const end = storage.totalBytes - storage.freeBytes
  const hasJournal = storage.read('switches') !== undefined
  const plan = planLayout(flash, { end, contentBytes: contentBytes(files), hasJournal })
  if (plan === undefined) return false
  await flash.eraseFile('layout')
  await installFiles(flash, await createLayout(flash, plan), files)
  return true
}

/** How a board was flashed before: never; by a tool that rewrote each file and left the old one erased; with the layout. */
export const pasts = ['never', 'without a layout', 'once', 'ten times'] as const
export type Past = (typeof pasts)[number]

/** Returns a board that was flashed so before and whose Storage is so full. It starts version 0 unless files are given. */
export async function boardOf(
  shape: FlashShape,
  past: Past,
  fill: Fill,
  options: StorageOptions & { readonly files?: readonly ZoneFile[] } = {},
): Promise<FlashStorage> {
  const storage = new FlashStorage(shape, options)
  const { files = filesOf(0) } = options
  if (past === 'without a layout') {
    for (let time = 0; time < 3; time++)
      for (const { name, bytes } of files) {
        storage.write(`${name}.new`, bytes)
        storage.write(name, bytes)
        storage.erase(`${name}.new`)
      }
  }
  for (let time = { never: 0, 'without a layout': 0, once: 1, 'ten times': 10 }[past]; time > 0; time--)
    await flashOn(storage, time === 1 ? files : filesOf(time))
  fillUp(storage, fill)
  return storage
}

/** What a board starts with: `version 3`, `version 3 with another configuration`, `none`, `damaged`. */
export function startsWith(storage: FlashStorage, versions: readonly (readonly ZoneFile[])[]): string {
  const [script, config] = ['.bootcde', 'device.json'].map((name) => storage.read(name))
  if (script === undefined) return 'none'
  const isSame = (one: Uint8Array | undefined, other: ZoneFile | undefined): boolean =>
    one !== undefined && other !== undefined && Buffer.from(one).equals(other.bytes)
  const found = versions.findIndex(([first]) => isSame(script, first))
  if (found < 0) return 'damaged'
  const name = ['old', 'new'][found] ?? `version ${found}`
  return isSame(config, versions[found]?.[1]) ? name : `${name} script, another configuration`
}
