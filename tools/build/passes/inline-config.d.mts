import type { Plugin } from 'rollup'

export declare function inlineConfig(json: Uint8Array, minified: boolean): [leaveOut: Plugin, putConfig: Plugin]
