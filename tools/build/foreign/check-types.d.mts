import type { Problem } from '../rollup.mjs'

export declare function checkTypes(
  entry: string,
  files: readonly string[],
  read: (file: string) => string | undefined,
): Problem[]
