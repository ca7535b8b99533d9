import type { InputOptions, OutputOptions, Plugin } from 'rollup'

export { rollup } from 'rollup'

/** What rollup.config.mjs exports. */
export interface RollupConfig extends InputOptions {
  readonly output: OutputOptions
  readonly plugins: (Plugin | undefined)[]
}

/** What is wrong with code that is not ours (foreign/problems.mjs). */
export interface Problem {
  /** From the current directory on; line and column from 1. */
  readonly file: string
  readonly line: number
  readonly column: number
  /** English, with {0} for the first of the values. */
  readonly text: string
  readonly values: readonly string[]
}

/** A name, and the module of firmware/ that exports it. */
export type Import = readonly [file: string, name: string]

/** What a build finds out about code that is not ours. */
export interface Report {
  problems: Problem[]
  /** [file, SHA-256] of what the script was made from, beside firmware/. */
  sources: [string, string][]
  /** [file, name] of what is taken from firmware/. */
  imports: Import[]
}

/** The arguments that rollup.config.mjs takes, otherwise from the command line of `rollup -c`. */
export interface ConfigArguments {
  /** The bytes of a configuration to put inside the script. */
  readonly configInline?: Uint8Array | undefined
  readonly configReadable?: boolean | undefined
  /** A module outside firmware/ to begin with. */
  readonly entry?: string | undefined
  /** What is replaced by a function that does nothing, to see what it costs. */
  readonly without?: Import | undefined
  /** A board that runs Kaluma. */
  readonly board?: 'pico-w' | undefined
  /** Is filled in. */
  readonly report?: Report
}

/** Returns what rollup.config.mjs configures; its plugins are new ones each time. */
export declare function readRollupConfig(given?: ConfigArguments): Promise<RollupConfig>
