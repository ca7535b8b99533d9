import type { Plugin } from 'rollup'

export declare const varsFirst: () => Plugin
