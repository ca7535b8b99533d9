import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Files other than firmware/ on which the bytes of the bundle depend: how it is compiled, and with which versions. */
const passes = ['tools/build', 'tools/build/foreign', 'tools/build/kaluma', 'tools/build/passes'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => `${folder}/${name}`),
)
const beside = ['rollup.config.mjs', ...passes, 'package-lock.json']

/** Returns SHA-256, in hex, over the names and contents of all files that the bundle is made from. */
export function hashSources(): string {
  const sources = readdirSync('firmware', { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
  const hash = createHash('sha256')
  for (const file of [...sources, ...beside].sort()) {
    const content = readFileSync(file)
    hash.update(`${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}
