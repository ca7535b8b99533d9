import type { Plugin } from 'rollup'

export declare const bindBoard: (names: Readonly<Record<string, string>>) => Plugin
