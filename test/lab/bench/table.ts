import { ratioOf, type Row } from './row.ts'
import type { Spread } from './stats.ts'

/** Returns the rows as text: medians with the least and the most, and how many times better ours is. */
export function toTable(rows: readonly Row[]): string {
  return rows
    .map((row) => {
      const values = Object.entries(row.values).map(([who, value]) => {
        const ratio = ratioOf(row, who)
        const isOurs = Object.keys(row.values)[0] === who
        const times = isOurs || ratio === undefined ? '' : `  ${ratio.toFixed(2)} x`
        return `     ${who.padEnd(16)} ${showValue(value)}${times}\n`
      })
      const where = row.engine === 'none' ? '' : ` [${row.engine}]`
      return `(${row.measure})  ${row.what}${where}, ${row.unit}\n${values.join('')}`
    })
    .join('')
}

function showValue(value: Spread | string): string {
  if (typeof value === 'string') return value
  const { median, min, max } = value
  const spread = min === max ? '' : `(${show(min)}..${show(max)})`
  return `${show(median).padStart(9)} ${spread.padEnd(20)}`
}

/** Returns a number with three digits, an integer with all. */
export function show(value: number): string {
  return Number.isInteger(value) || value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
}
