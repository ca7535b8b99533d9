import type { Plugin } from 'rollup'

export declare function readInline(json: Uint8Array | undefined): unknown
export declare function inlineConfig(json: Uint8Array, minified: boolean): [markPlace: Plugin, putConfig: Plugin]
