import type { Build } from '../board-kinds/board-kind.ts'
import { FlashStorage } from '../storage/flash-storage.ts'
import { createLayout, installFiles } from '../storage-layout/install.ts'
import { planLayout } from '../storage-layout/layout.ts'
import { modelFlash } from '../storage-layout/model-flash.ts'
import { contentBytes } from '../storage-layout/zone.ts'

export interface ImageContent {
  readonly script: Uint8Array
  /** What the script is called in Storage; the boot script unless said otherwise. */
  readonly name?: string
  readonly config: Uint8Array
}

/**
 * Returns the whole Storage of a board with script and device.json in it, in the layout of `npm run flash`: as many bytes as
 * Storage has, 0xFF where nothing is. Both files are read back from it; throws Error when a byte differs or they do not fit.
 */
export async function makeStorageImage({ storage: shape }: Build, content: ImageContent): Promise<Buffer> {
  const { name: scriptName = '.bootcde', script, config } = content
  const storage = new FlashStorage({ ...shape, address: shape.address ?? 0 })
  const files = [
    { name: scriptName, bytes: script },
    { name: 'device.json', bytes: config },
  ]
  const flash = modelFlash(storage)
  const plan = planLayout(flash, { end: 0, contentBytes: contentBytes(files), hasJournal: false })
  if (plan) await installFiles(flash, await createLayout(flash, plan), files)
  else for (const { name, bytes } of files) storage.write(name, bytes)
  const image = Buffer.from(storage.image())
  const read = FlashStorage.fromImage(image, shape.pageBytes)
  for (const { name, bytes } of files)
    if (!Buffer.from(read.read(name) ?? []).equals(bytes))
      throw new Error(`${name} is not in the image as it was given`)
  return image
}
