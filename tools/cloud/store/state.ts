import sqlite from 'node-sqlite3-wasm'
import { UserError } from '../../command-line/user-error.ts'
import { deviceKey, type DeviceName } from '../model/devices.ts'
import type { PlatformEvent } from '../model/events.ts'
import { isJsonObject, readJson, type JsonValue } from '../model/json.ts'
import type { Store } from '../model/store.ts'
import { broken, openDatabase } from './database.ts'
import { notWritten } from './disk-faults.ts'
import { keepDocuments } from './documents.ts'
import { UnreadableRow } from './schema.ts'
import { speak } from '../../command-line/language.ts'
import { createWriter, type Writer } from './writer.ts'

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

/** What outlives the platform: its documents, the history of properties, and the log. */
export interface State {
  readonly store: Store
  /**
   * Everything committed so far is on disk when `then` is called; at once when nothing waits. With `refused`, that is
   * called instead as soon as the disk refuses.
   */
  whenStored(then: () => void, refused?: (trouble: UserError) => void): void
  /** Why nothing is stored at the moment: UserError state-not-written. Undefined when all is well. */
  trouble(): UserError | undefined
  addHistory(device: DeviceName, identifier: string, point: HistoryPoint): void
  history(device: DeviceName, query: HistoryQuery): HistoryPoint[]
  addLog(timeMs: number, event: PlatformEvent): void
  /** Newest first. */
  log(query: LogQuery): LogEntry[]
  /** Commits, and gives the file free. Throws UserError state-not-written when that is lost which nobody was told of. */
  close(): void
}

/** Rows kept at most: the newest. */
const mostLogRows = 20_000
const mostHistoryRows = 200_000
/** As on the platform: 30 days. */
const historyMs = 30 * 24 * 3600 * 1000
/** Changes between two looks for rows that are too old or too many. */
const trimEvery = 2000

const sql = {
  addHistory: 'INSERT INTO history (device, identifier, time, sort, value) VALUES (?, ?, ?, ?, ?)',
  addLog: 'INSERT INTO log (time, device, type, json) VALUES (?, ?, ?, ?)',
  trimLog: `DELETE FROM log WHERE id <= (SELECT max(id) FROM log) - ${mostLogRows}`,
  trimHistory: `DELETE FROM history WHERE id <= (SELECT max(id) FROM history) - ${mostHistoryRows}`,
  trimOld: 'DELETE FROM history WHERE time < ?',
  // How far the order is ahead of the times at most: nothing where the clock was never set back.
  farthest: 'SELECT sort - time AS ahead FROM history WHERE sort <> time ORDER BY sort - time DESC LIMIT 1',
} as const

/**
 * Opens the state in a file, or in memory with `:memory:`. Throws UserError state-locked, state-broken, state-newer,
 * state-denied or state-not-written. `onTrouble` hears once why the disk refuses, `onRecovery` that it does no more.
 */
export function openState(
  file: string,
  onTrouble: (message: string) => void,
  wallNow = Date.now,
  onRecovery: () => void = () => undefined,
): State {
  const { db, close } = openDatabase(file)
  let sinceTrim = 0
  const writer = createWriter(db, {
    explain: (error) => notWritten(file, error),
    onTrouble: (trouble) => (trouble === undefined ? onRecovery() : onTrouble(trouble.message)),
    afterCommit(changes) {
      sinceTrim += changes
      if (sinceTrim < trimEvery) return
      db.run(sql.trimLog)
      db.run(sql.trimHistory)
      db.run(sql.trimOld, [wallNow() - historyMs])
      sinceTrim = 0
    },
  })
  function loadDocuments(): Store {
    try {
      return keepDocuments(db, writer)
    } catch (error) {
      close()
      throw error instanceof UnreadableRow ? broken(file, error.message) : error
    }
  }
  const source: Source = {
    rows(text, values) {
      writer.flush()
      try {
        return db.all(text, values)
      } catch (error) {
        throw error instanceof sqlite.SQLite3Error ? broken(file, error.message) : error
      }
    },
  }
  return {
    store: loadDocuments(),
    whenStored: writer.whenStored,
    trouble: () => writer.trouble,
    ...keepHistory(source, writer),
    ...keepLog(source, writer),
    close() {
      try {
        writer.close()
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        const hint = speak`what came since then was confirmed to nobody, and is lost; all else is there`
        throw new UserError(error.slug, error.message, hint)
      } finally {
        close()
      }
    },
  }
}

/** Reads what is committed, and what was put until now. Throws UserError state-not-written or state-broken. */
interface Source {
  rows(sql: string, values: (string | number)[]): Record<string, unknown>[]
}

function keepHistory(source: Source, writer: Writer): Pick<State, 'addHistory' | 'history'> {
  return {
    addHistory(device, identifier, { value, timeMs, orderMs = timeMs }) {
      writer.put(sql.addHistory, [deviceKey(device), identifier, timeMs, orderMs, JSON.stringify(value)])
    },
    history(device, { identifier, fromMs, toMs, limit, ascending }) {
      const order = ascending ? 'ASC' : 'DESC'
      const text = `SELECT time, value FROM history WHERE device = ? AND identifier = ? AND sort BETWEEN ? AND ? AND time BETWEEN ? AND ?
        ORDER BY sort ${order}, id ${order} LIMIT ?`
      const ahead = Number(source.rows(sql.farthest, [])[0]?.['ahead'] ?? 0)
      const rows = source.rows(text, [deviceKey(device), identifier, fromMs, toMs + ahead, fromMs, toMs, limit])
      return rows.map((row) => ({ value: readJson(String(row['value'])), timeMs: Number(row['time']) }))
    },
  }
}

function keepLog(source: Source, writer: Writer): Pick<State, 'addLog' | 'log'> {
  return {
    addLog(timeMs, event) {
      // It is only a log, and must not fill the memory.
      if (writer.isBehind) return
      const device = 'device' in event ? deviceKey(event.device) : null
      writer.put(sql.addLog, [timeMs, device, event.type, JSON.stringify(event)])
    },
    log({ types, limit, ...rest }) {
      // Each type for itself has an index; what is rare is found as fast as what is not.
      const kinds = types === undefined ? [undefined] : [...new Set(types)]
      const rows = kinds.flatMap((type) => readLog(source, { ...rest, type, limit }))
      const newest = rows.sort((one, other) => Number(other['id']) - Number(one['id'])).slice(0, limit)
      return newest.flatMap((row) => {
        const event = readJson(String(row['json']))
        // The one JSON border of the log: who wrote an object here is this program.
        if (!isJsonObject(event)) return []
        return [{ id: Number(row['id']), timeMs: Number(row['time']), event: event as unknown as PlatformEvent }]
      })
    },
  }
}

type OneType = Omit<LogQuery, 'types'> & { readonly type: string | undefined }

function readLog(source: Source, { device, type, beforeId, limit }: OneType): Record<string, unknown>[] {
  const wanted: [string, string | number][] = []
  if (device !== undefined) wanted.push(['device = ?', deviceKey(device)])
  if (type !== undefined) wanted.push(['type = ?', type])
  if (beforeId !== undefined) wanted.push(['id < ?', beforeId])
  const where = wanted.length === 0 ? '' : `WHERE ${wanted.map(([condition]) => condition).join(' AND ')}`
  const values = [...wanted.map(([, bound]) => bound), limit]
  return source.rows(`SELECT id, time, json FROM log ${where} ORDER BY id DESC LIMIT ?`, values)
}
