import type { Plugin } from 'rollup'

export declare const asksFor: (config: unknown) => Plugin
