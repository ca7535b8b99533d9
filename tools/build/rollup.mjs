import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

// Required, not imported: where tsx runs, it parses everything that is imported, which takes 0.4 s for rollup.
export const { rollup } = createRequire(import.meta.url)('rollup')

export async function readRollupConfig(given) {
  const { default: configure } = await import(pathToFileURL(resolve('rollup.config.mjs')).href)
  return configure(given)
}
