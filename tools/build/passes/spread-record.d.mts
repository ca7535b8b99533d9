import type { Plugin } from 'rollup'

export declare const spreadRecord: (name: string) => Plugin
