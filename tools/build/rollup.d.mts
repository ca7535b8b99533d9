import type { InputOptions, OutputOptions, Plugin } from 'rollup'

export { rollup } from 'rollup'

/** What rollup.config.mjs exports. */
export interface RollupConfig extends InputOptions {
  readonly output: OutputOptions
  readonly plugins: (Plugin | undefined)[]
}

/** Words of `rollup -c`'s command line that rollup.config.mjs asks for. */
export interface ConfigArguments {
  /** The bytes of a configuration to put inside the script. */
  readonly configInline?: Uint8Array | undefined
  readonly configReadable?: boolean | undefined
}

/** rollup.config.mjs of the current directory; its plugins are new ones each time. */
export declare function readRollupConfig(given?: ConfigArguments): Promise<RollupConfig>
