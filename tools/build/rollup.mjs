import { createRequire } from 'node:module'

// Required, not imported: where tsx runs, it parses everything that is imported, which takes 0.4 s for rollup.
export const { rollup } = createRequire(import.meta.url)('rollup')

export async function readRollupConfig(given) {
  const { default: configure } = await import(new URL('../../rollup.config.mjs', import.meta.url).href)
  return configure(given)
}
