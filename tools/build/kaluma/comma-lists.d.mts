import type { Plugin } from 'rollup'

export declare function findCommaLists(problems: object[]): Plugin
export declare function refuseCommaLists(): Plugin
