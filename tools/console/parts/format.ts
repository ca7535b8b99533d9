import { currentLanguage } from '../language.ts'
import type { JsonObject, JsonValue } from '../../cloud/model/json.ts'

/** Time of day with ms; the date before it when it is not today's. */
export function timeOf(timeMs: number): string {
  return `${clockOf(timeMs)}.${String(new Date(timeMs).getMilliseconds()).padStart(3, '0')}`
}

/** The same to the second. */
export function clockOf(timeMs: number): string {
  const date = new Date(timeMs)
  const locale = currentLanguage() === 'zh' ? 'zh-CN' : 'en-GB'
  const time = date.toLocaleTimeString(locale, { hour12: false })
  const isToday = date.toDateString() === new Date().toDateString()
  return isToday ? time : `${date.toLocaleDateString(locale)} ${time}`
}

/** How long something took, with as many digits as say something: 9.6 ms, 76 ms, 1.2 s. */
export function durationOf(ms: number): string {
  const [milliseconds, seconds] = currentLanguage() === 'zh' ? ['毫秒', '秒'] : ['ms', 's']
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} ${seconds}`
  return `${ms.toFixed(ms < 10 ? 1 : 0)} ${milliseconds}`
}

/** JSON as people read it: durations, whose names end in Ms, without a processor's digits. */
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

/** JSON with indentation where the text is JSON, the text itself otherwise. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

/** A JSON object from a text that somebody typed; undefined when it is none. */
export function readObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as JsonObject) : undefined
  } catch {
    return undefined
  }
}
