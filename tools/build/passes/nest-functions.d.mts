import type { Plugin } from 'rollup'

export declare function nestFunctions(): [findSeldom: Plugin, nest: Plugin]
