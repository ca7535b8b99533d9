import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { productFile } from '../../product/product-files.ts'
import { writeWhole } from '../../local-files/write-whole.ts'

const sources = productFile('tools/console')
/** The only code of other tools that is part of the page; from elsewhere it imports types alone. */
const shared = productFile('tools/device-names')
const folder = productFile('dist/console')
const record = productFile('dist/console.build.txt')

/**
 * Builds the console's page with Vite if its sources have changed, and returns the folder with its files. A package has no
 * sources of it, and the page is there. Throws UserError not-written.
 */
export async function buildPage(): Promise<string> {
  if (!existsSync(sources)) return folder
  const hash = hashSources()
  const built = existsSync(record) ? readFileSync(record, 'utf8') : ''
  if (built === hash && existsSync(join(folder, 'index.html'))) return folder
  // So a build that is interrupted does not count; and if nothing can be written, the error is ours, not Vite's.
  writeWhole(record, '')
  const { build } = await import('vite')
  await build({
    configFile: false,
    root: sources,
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, target: 'es2022', modulePreload: false, assetsInlineLimit: 0 },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  })
  writeWhole(record, hash)
  return folder
}

/** The hash of the page's sources and of the versions of what builds it. */
function hashSources(): string {
  const hash = createHash('sha256').update(readFileSync(productFile('package-lock.json')))
  const files = [sources, shared].flatMap((from) =>
    readdirSync(from, { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  for (const file of files.sort()) hash.update(`${file.slice(dirname(sources).length)}\0`).update(readFileSync(file))
  return hash.digest('hex')
}
