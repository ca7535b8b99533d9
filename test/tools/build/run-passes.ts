import { resolve } from 'node:path'
import type { Plugin } from 'rollup'
import { rollup } from '../../../tools/build/rollup.mjs'

/** What passes of the build make of a script that is one module of the firmware. Rejects with what a pass refuses. */
export function runPasses(script: string, ...passes: readonly Plugin[]): Promise<string> {
  return runPassesOn('firmware/entry.ts', script, ...passes)
}

/** The same of a module that lies elsewhere. */
export async function runPassesOn(file: string, script: string, ...passes: readonly Plugin[]): Promise<string> {
  const entry = { name: 'entry', resolveId: () => resolve(file), load: () => script }
  const bundle = await rollup({ input: 'entry', treeshake: false, plugins: [...passes, entry] })
  try {
    const { output } = await bundle.generate({ format: 'es' })
    return output[0].code
  } finally {
    await bundle.close()
  }
}

/** On one line, however it is indented. */
export function oneLine(script: string): string {
  return script.replace(/\s+/g, ' ').trim()
}
