import type { Plugin } from 'rollup'

export declare const declareFirst: () => Plugin
