import type { Plugin } from 'rollup'

export declare const deviceMembers: (entry: string) => Plugin
