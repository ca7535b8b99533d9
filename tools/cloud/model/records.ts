import type { DeviceName } from '../../device-names/names.ts'
import type { PlatformEvent } from './events.ts'
import type { JsonValue } from './json.ts'

/** One value of a property in time, ms since 1970. */
export interface HistoryPoint {
  readonly value: JsonValue
  readonly timeMs: number
  /** Where it belongs among the others; absent where that is `timeMs`. */
  readonly orderMs?: number
}

export interface HistoryQuery {
  readonly identifier: string
  /** Both inclusive, ms since 1970. */
  readonly fromMs: number
  readonly toMs: number
  readonly limit: number
  readonly ascending: boolean
}

export interface LogEntry {
  readonly id: number
  readonly timeMs: number
  readonly event: PlatformEvent
}

export interface LogQuery {
  readonly device?: DeviceName
  readonly types?: readonly string[]
  /** Only entries before this id. */
  readonly beforeId?: number
  readonly limit: number
}
