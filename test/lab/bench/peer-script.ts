import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'rollup'
import { readRollupConfig, rollup } from '../../../tools/build/rollup.mjs'
import { UserError } from '../../../tools/command-line/user-error.ts'

export type PeerApp = 'switch-app' | 'receive-app' | 'alone-app' | 'tiny-app'

/** The firmware alone: with it for an entry rollup.config.mjs returns the plugins of our part, without those of others' code. */
const ourPart = { entry: 'firmware/main.ts' }

/**
 * A peer's application and the module it stands on, as one script: joined and minified by what rollup.config.mjs joins and
 * minifies the firmware with. `docs` is a checkout of espruino/EspruinoDocs. Throws UserError no-module.
 */
export async function peerScript(app: PeerApp, docs: string): Promise<string> {
  return minified(join(import.meta.dirname, 'peer', `${app}.js`), [fromDocs(docs)])
}

/** Any ES5 module, bundled with those plugins before the minifier's; `compile`: and the compiler's, for firmware/. */
export async function minified(input: string, plugins: readonly Plugin[], compile = false): Promise<string> {
  const config = await readRollupConfig(ourPart)
  const wanted = compile ? config.plugins : config.plugins.filter((each) => each?.name === 'terser')
  if (wanted.length === 0) throw new Error('rollup.config.mjs has no terser')
  const made = await rollup({ input, plugins: [...plugins, ...wanted] })
  const { output } = await made.generate(config.output)
  await made.close()
  return output[0].code
}

/** Finds `import ... from 'MQTT'` in the checkout; of a module that fills `exports` makes one that exports by name. */
export function fromDocs(docs: string): Plugin {
  return {
    name: 'from-docs',
    resolveId: (id) => (/^\w+$/.test(id) ? join(docs, 'modules', `${id}.js`) : null),
    load: (id) => (id.startsWith(join(docs, 'modules')) ? asModule(readModule(id)) : null),
  }
}

/** `exports.create = ...` -> `export var create = ...`, which a bundler can leave out or join. */
export function asModule(source: string): string {
  return source.replace(/^exports\.(\w+) =/gm, 'export var $1 =').replace(/\bexports\.(\w+)/g, '$1')
}

function readModule(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UserError('no-module', why, 'ESPRUINO_DOCS is the path of a checkout of espruino/EspruinoDocs')
  }
}
