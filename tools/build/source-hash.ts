import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { productFolder } from '../product/product-files.ts'

/** Where the build itself is, of which the JavaScript decides what comes out. */
const passes = ['tools/build', 'tools/build/foreign', 'tools/build/kaluma', 'tools/build/passes']

/** The versions of what compiles; a package has no lock file, and those that it asks for stand for them. */
const versions = ['package-lock.json', 'package.json']

/** Returns SHA-256, in hex, over the names and contents of all files in the product's folder that the bundle is made from. */
export function hashSources(root = productFolder): string {
  const isThere = (file: string): boolean => existsSync(join(root, file))
  const sources = readdirSync(join(root, 'firmware'), { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  const ofBuild = passes.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.mjs'))
      .map((name) => `${folder}/${name}`),
  )
  const hash = createHash('sha256')
  for (const file of [...sources, ...ofBuild, 'rollup.config.mjs', ...versions.filter(isThere).slice(0, 1)].sort()) {
    const content = readFileSync(join(root, file))
    hash.update(`${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}
