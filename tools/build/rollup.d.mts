import type { InputOptions, OutputOptions, Plugin } from 'rollup'

export { rollup } from 'rollup'

/** What rollup.config.mjs exports. */
export interface RollupConfig extends InputOptions {
  readonly output: OutputOptions
  readonly plugins: (Plugin | undefined)[]
}

/** The arguments that rollup.config.mjs takes, otherwise from the command line of `rollup -c`. */
export interface ConfigArguments {
  /** The bytes of a configuration to put inside the script. */
  readonly configInline?: Uint8Array | undefined
  readonly configReadable?: boolean | undefined
}

/** Returns what rollup.config.mjs of the current directory configures; its plugins are new ones each time. */
export declare function readRollupConfig(given?: ConfigArguments): Promise<RollupConfig>
