import type { KalumaCase } from './case.ts'

export const conformanceCases: readonly KalumaCase[] = []
