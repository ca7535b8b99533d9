import type { Plugin } from 'rollup'
import type { Program } from 'typescript'

/** `renamed`: the properties that get another name. The plugin must be given the compiler's program before. */
export declare function guardBorder(
  words: { readonly inside: readonly string[]; readonly faults: readonly string[]; readonly files: readonly string[] },
  renamed: RegExp,
): {
  readonly findProgram: { readonly type: 'program'; readonly factory: (program: Program) => unknown }
  readonly plugin: Plugin
}
