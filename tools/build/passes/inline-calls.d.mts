import type { Program } from 'acorn'

export function inlineCalls(ours: Program, foreign: Program, code: string): { code: string; map: object }
