import { existsSync, watch } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { productFile } from '../product/product-files.ts'

/** Changes within so long count as one, since an editor writes a file in several steps, ms. */
const settleMs = 200

/**
 * Calls `onChange` with the names of the files when sources below `sourceFolder`, those in the folders of the application, or the
 * configuration have changed. Returns a function that ends the watch.
 */
export function watchSources(
  configFile: string,
  onChange: (files: readonly string[]) => void,
  applicationFolders: readonly string[] = [],
  sourceFolder = relative('', productFile('firmware')),
): () => void {
  const files = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  const changed = (file: string): void => {
    files.add(file)
    clearTimeout(timer)
    timer = setTimeout(() => onChange([...files]), settleMs)
  }
  const sources = watch(sourceFolder, { recursive: true }, (_event, name) => {
    // Without the temporary files that an editor keeps beside them.
    if (name === null || /(?:^|[\\/])[^.][^\\/]*\.(?:ts|json)$/.test(name)) changed(join(sourceFolder, name ?? ''))
  })
  const applications = applicationFolders
    .filter((each) => existsSync(each))
    .map((each) =>
      watch(each, (_event, name) => {
        if (name === null || /^[^.].*\.(?:ts|js|json)$/.test(name)) changed(relative('', join(each, name ?? '')))
      }),
    )
  const folder = dirname(resolve(configFile))
  const config = existsSync(folder)
    ? watch(folder, (_event, name) => name === basename(configFile) && changed(configFile))
    : undefined
  return () => {
    clearTimeout(timer)
    sources.close()
    for (const each of applications) each.close()
    config?.close()
  }
}
