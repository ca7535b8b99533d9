import { resolve } from 'node:path'
import { rollup, type MergedRollupOptions } from 'rollup'
import { loadConfigFile } from 'rollup/loadConfigFile'
import { UserError } from '../user-error.ts'

/** What goes into a bundle beside the sources. */
export interface BundleOptions {
  /** The bytes of a configuration to put inside the script. */
  readonly inline?: Buffer | undefined
  /** Names, lines and functions as in the sources: bigger, but the same program. */
  readonly readable?: boolean | undefined
}

/** The script as boards run it, and its source map, undefined where the script holds a configuration. */
export interface Bundle {
  readonly script: string
  readonly map: string | undefined
}

/**
 * Runs rollup as rollup.config.mjs of the current directory says; writes nothing. Throws UserError build-failed with
 * what the compiler or the bundler says, a warning included.
 */
export async function bundleFirmware(options: BundleOptions): Promise<Bundle> {
  const { output: outputs, ...input } = await readConfig(options)
  const bundle = await compile(() => rollup(input))
  try {
    const { output: parts } = await compile(() => bundle.generate(outputs[0] ?? {}))
    const script = parts[0].code
    const map = parts.find((part) => part.type === 'asset')
    return { script, map: map === undefined ? undefined : String(map.source) }
  } finally {
    await bundle.close()
  }
}

async function readConfig({ inline, readable }: BundleOptions): Promise<MergedRollupOptions> {
  const { options } = await loadConfigFile(resolve('rollup.config.mjs'), {
    configInline: inline,
    configReadable: readable,
  })
  const first = options[0]
  if (first === undefined) throw new Error('rollup.config.mjs has no configuration')
  return first
}

async function compile<Result>(task: () => Promise<Result>): Promise<Result> {
  try {
    return await task()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new UserError('build-failed', error.message.trim(), 'npm run test:types shows every such place')
  }
}
