import type { Plugin } from 'rollup'
import type { MinifyOptions } from 'terser'

export declare const terser: (options: MinifyOptions) => Plugin
