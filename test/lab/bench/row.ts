import type { EngineName } from '../engine/engines.ts'
import type { Spread } from './stats.ts'

export type Letter = 'a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g'

/** Whose figure it is: a contestant's, or that of a way to do the same thing. */
export type Who = string

/** One line of the table. */
export interface Row {
  readonly measure: Letter
  /** Unique among the rows of a measure on an engine. */
  readonly what: string
  /** 'none' where no engine is involved. */
  readonly engine: EngineName | 'none'
  readonly unit: string
  readonly better: 'more' | 'less'
  /** The first is ours; a text says why there is no figure. */
  readonly values: Readonly<Record<Who, Spread | string>>
}

/** How many times better ours is than `who`'s, by medians; undefined where a figure is missing or says nothing. */
export function ratioOf({ values, better }: Row, who: Who): number | undefined {
  const [ours] = Object.values(values)
  const other = values[who]
  if (ours === undefined || other === undefined || typeof ours === 'string' || typeof other === 'string')
    return undefined
  const ratio = better === 'more' ? ours.median / other.median : other.median / ours.median
  return Number.isFinite(ratio) ? ratio : undefined
}
