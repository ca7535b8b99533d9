import type { Bytes } from '../platform/platform.ts'

const dayMs = 86_400_000

/**
 * Returns a time, ms since 1970, in UTC, such as 2026-11-30T08:15:00.000Z; good from 1970 to 2099. No Date: the engine would make
 * its prototype and keep it, 16 JsVars. @seldom
 */
export function utcOf(ms: number): Bytes {
  // Four years from 1970 on have 1,461 days; the third is the leap year.
  let days = Math.floor(ms / dayMs)
  let year = 1970 + 4 * Math.floor(days / 1461)
  days %= 1461
  for (let most = 365; days >= most; most = year % 4 ? 365 : 366) {
    days -= most
    year++
  }
  let month = 1
  for (let most = 31; days >= most; most = month === 2 ? (year % 4 ? 28 : 29) : 30 + ((month + (month >> 3)) & 1)) {
    days -= most
    month++
  }
  const s = Math.floor(ms / 1000) % 86_400
  const clock = two(Math.floor(s / 3600)) + ':' + two(Math.floor(s / 60) % 60) + ':' + two(s % 60)
  return (
    year + '-' + two(month) + '-' + two(days + 1) + 'T' + clock + '.' + ('00' + Math.floor(ms % 1000)).slice(-3) + 'Z'
  )
}

/** Returns a number in two digits. @seldom */
function two(number: number): Bytes {
  return ('0' + number).slice(-2)
}
