import type { Plugin } from 'rollup'

export declare const builtInsFirst: () => Plugin
