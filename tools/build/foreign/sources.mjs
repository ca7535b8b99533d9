import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isOurs } from '../passes/ours.mjs'

/** The texts of the files that one build reads: each is read once, so that all steps see the same. */
export function readSources() {
  const texts = new Map()
  return {
    /** Undefined where there is no such file. */
    read(file) {
      if (!texts.has(file)) texts.set(file, readText(file))
      return texts.get(file)
    },
    /** [file, SHA-256] of all that were read and are the application's, or what it imports. */
    hashes: () =>
      [...texts]
        .filter(([file, text]) => text !== undefined && !isOurs(file) && !isOfTools(file))
        .map(([file, text]) => [file, hash(text)]),
  }
}

/** SHA-256, in hex, of a file's text, as `hashes` has it; undefined where there is no such file. */
export function hashFile(file) {
  const text = readText(file)
  return text === undefined ? undefined : hash(text)
}

const hash = (text) => createHash('sha256').update(text).digest('hex')

const readText = (file) => (isFile(file) ? readFileSync(file, 'utf8').replace(/^\ufeff/, '') : undefined)

const inApps = (file) => fileURLToPath(new URL(`../../../apps/${file}`, import.meta.url))

/** The types of each runtime's own API. */
export const engineTypes = { espruino: inApps('espruino.d.ts'), kaluma: inApps('kaluma.d.ts') }
const allTypes = Object.values(engineTypes)

/** The declarations that an application is checked with: those beside it, and those of the runtime. */
export function declarationsFor(entry, runtime = 'espruino') {
  const folder = dirname(resolve(entry))
  const types = engineTypes[runtime]
  const beside = readdirSync(folder).filter((name) => /\.d\.[cm]?ts$/.test(name))
  const files = beside
    .sort()
    .map((name) => join(folder, name))
    .filter((file) => !allTypes.includes(file))
  return existsSync(types) ? [...files, types] : files
}

const isFile = (file) => existsSync(file) && statSync(file).isFile()

const engineParts = inApps('engine-types') + sep

/** The compiler's own files, what it calls at run time, and the engine's types, of which nothing is in the script. */
const isOfTools = (file) =>
  /[\\/]node_modules[\\/]typescript[\\/]|[\\/]tools[\\/]build[\\/]foreign[\\/]/.test(file) ||
  allTypes.includes(resolve(file)) ||
  resolve(file).startsWith(engineParts)
