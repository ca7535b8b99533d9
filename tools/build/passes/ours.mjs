import { existsSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'

const product = fileURLToPath(new URL('../../..', import.meta.url))
const firmware = join(product, 'firmware') + sep

/** The path of one of our modules, from firmware/ on and with slashes; undefined of a module of somebody else. */
export function ourPath(id) {
  return id.startsWith(firmware) ? id.slice(firmware.length).replaceAll(sep, '/') : undefined
}

export const isOurs = (id) => ourPath(id) !== undefined

/** Whether a module is of an npm package of somebody else. This product may itself be one. */
export function isLibrary(id) {
  return /[\\/]node_modules[\\/]/.test(join(id).startsWith(product) ? join(id).slice(product.length - 1) : id)
}

/** A place as people look for it: `file:line:column`, the file from the current directory on, both numbers from 1. */
export function place(id, line, column) {
  return `${relative('', id).replaceAll(sep, '/')}:${line}:${column}`
}

/** Where in its source stands what stands at `at` in `code`, for a plugin that transforms the module `id`. */
export function placeInSource(context, id, code, at) {
  const before = code.slice(0, at).split('\n')
  const compiled = { line: before.length, column: before.at(-1).length }
  const { line, column } = originalPositionFor(new TraceMap(context.getCombinedSourcemap()), compiled)
  return place(id, line ?? compiled.line, (column ?? compiled.column) + 1)
}

/** Where a function of the top level of a chunk stands in its source; '' of one that no source has. */
export function placeOfFunction({ modules }, name) {
  // A number at the end tells it from another of the same name.
  const head = new RegExp(`^(.*)\\bfunction ${name.replace(/\$\d+$/, '')}\\(`, 'm')
  for (const [id, { code }] of Object.entries(modules)) {
    if (!code?.includes(`function ${name}(`) || !existsSync(id)) continue
    const [before, indent] = readFileSync(id, 'utf8').split(head)
    if (indent !== undefined) return place(id, before.split('\n').length, indent.length + 1)
  }
  return ''
}
