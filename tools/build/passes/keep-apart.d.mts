import type { InputOptions, Plugin } from 'rollup'

export declare function keepApart(given: {
  readonly plugins: readonly Plugin[]
  readonly ours: readonly Plugin[]
  readonly foreign: readonly Plugin[]
  readonly onwarn?: InputOptions['onwarn']
  readonly readable?: boolean
}): Plugin
