import { currentLanguage } from '../language.ts'
import type { JsonObject, JsonValue } from '../../cloud/model/json.ts'

/** The time of day with ms, after the date unless that is today. */
export function timeOf(timeMs: number): string {
  return `${clockOf(timeMs)}.${String(new Date(timeMs).getMilliseconds()).padStart(3, '0')}`
}

/** The same without ms. */
export function clockOf(timeMs: number): string {
  const date = new Date(timeMs)
  const locale = currentLanguage() === 'zh' ? 'zh-CN' : 'en-GB'
  const time = date.toLocaleTimeString(locale, { hour12: false })
  const isToday = date.toDateString() === new Date().toDateString()
  return isToday ? time : `${date.toLocaleDateString(locale)} ${time}`
}

/** Date and time, whichever day it is. */
export function dateTimeOf(timeMs: number): string {
  const date = new Date(timeMs)
  return date.toLocaleString(currentLanguage() === 'zh' ? 'zh-CN' : 'en-GB', { hour12: false })
}

/** A duration, with as many digits as are useful: 9.6 ms, 76 ms, 1.2 s. */
export function durationOf(ms: number): string {
  const [milliseconds, seconds] = currentLanguage() === 'zh' ? ['毫秒', '秒'] : ['ms', 's']
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} ${seconds}`
  return `${ms.toFixed(ms < 10 ? 1 : 0)} ${milliseconds}`
}

/** JSON for people: durations, whose names end in Ms, are rounded to a tenth. */
export function readable(value: unknown): string {
  const round = (key: string, one: unknown): unknown =>
    key.endsWith('Ms') && typeof one === 'number' ? Math.round(one * 10) / 10 : one
  return JSON.stringify(value, round, 2)
}

/** A value on one line. */
export function short(value: JsonValue | undefined): string {
  if (value === undefined) return '-'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Indents a text that is JSON; any other stays as it is. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

/** Reads a JSON object that somebody typed; undefined if it is not one. */
export function readObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as JsonObject) : undefined
  } catch {
    return undefined
  }
}
