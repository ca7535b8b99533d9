import type { Problem } from '../rollup.mjs'

export declare function checkSyntax(file: string, code: string, isLibrary: boolean): Problem[]
