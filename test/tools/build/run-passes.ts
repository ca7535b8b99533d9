import type { Plugin } from 'rollup'
import { rollup } from '../../../tools/build/rollup.mjs'

/** What passes of the build make of a script that is one module. Rejects with what a pass refuses. */
export async function runPasses(script: string, ...passes: readonly Plugin[]): Promise<string> {
  const entry = { name: 'entry', resolveId: (id: string) => id, load: () => script }
  const bundle = await rollup({ input: 'entry', treeshake: false, plugins: [entry, ...passes] })
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
