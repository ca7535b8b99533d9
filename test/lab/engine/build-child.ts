import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Plugin } from 'rollup'
import { buildFirmware } from '../../../tools/build/firmware.ts'
import { readRollupConfig, rollup } from '../../../tools/build/rollup.mjs'

// usage: build-child.ts inline|bundle FILE FOLDER   see build-apart.ts
const [task, file = '', folder = ''] = process.argv.slice(2)
if (task === 'inline') await buildFirmware({ inline: file, folder })
else writeFileSync(join(folder, 'bundle.js'), await bundle(readFileSync(file, 'utf8')))

/** rollup.config.mjs with another entry: the same compiler, the same terser, the same options. */
async function bundle(source: string): Promise<string> {
  const config = await readRollupConfig({ entry: 'firmware/main.ts' })
  const entry: Plugin = {
    name: 'entry',
    resolveId: (id) => (id === 'entry.js' ? id : id.startsWith('firmware/') ? resolve(id) : null),
    load: (id) => (id === 'entry.js' ? source : null),
  }
  const made = await rollup({ ...config, input: 'entry.js', plugins: [entry, ...config.plugins] })
  const { output } = await made.generate(config.output)
  await made.close()
  return output[0].code
}
