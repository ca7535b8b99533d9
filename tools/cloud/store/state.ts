import sqlite from 'node-sqlite3-wasm'
import { UserError } from '../../command-line/user-error.ts'
import { deviceKey } from '../model/device.ts'
import type { DeviceName } from '../../device-names/names.ts'
import type { PlatformEvent } from '../model/events.ts'
import { isJsonObject, readJson } from '../model/json.ts'
import type { HistoryPoint, HistoryQuery, LogEntry, LogQuery } from '../model/records.ts'
import type { Store } from '../model/documents.ts'
import { broken, openDatabase } from './database.ts'
import { notWritten } from './disk-faults.ts'
import { keepDocuments } from './documents.ts'
import { UnreadableRow } from './schema.ts'
import { speak } from '../../command-line/language.ts'
import { createWriter, type Writer } from './writer.ts'

/** What survives a restart of the platform: its documents, the history of properties, and the log. */
export interface State {
  readonly store: Store
  /**
   * Calls `then` once everything so far is committed, or at once if it already is. `refused`, if given, is called
   * instead as soon as the disk fails.
   */
  whenStored(then: () => void, refused?: (trouble: UserError) => void): void
  /** Why nothing can be stored at the moment: UserError state-not-written. Undefined when all is well. */
  trouble(): UserError | undefined
  addHistory(device: DeviceName, identifier: string, point: HistoryPoint): void
  history(device: DeviceName, query: HistoryQuery): HistoryPoint[]
  addLog(timeMs: number, event: PlatformEvent): void
  /** Newest first. */
  log(query: LogQuery): LogEntry[]
  /**
   * Commits, and releases the file. Throws UserError state-not-written if changes are lost; none of them was confirmed.
   */
  close(): void
}

/** How many rows are kept: the newest. */
const mostLogRows = 20_000
const mostHistoryRows = 200_000
/** 30 days, as at Aliyun. */
const historyMs = 30 * 24 * 3600 * 1000
/** After so many changes, rows that are too old or too many are deleted. */
const trimEvery = 2000

const sql = {
  addHistory: 'INSERT INTO history (device, identifier, time, sort, value) VALUES (?, ?, ?, ?, ?)',
  addLog: 'INSERT INTO log (time, device, type, json) VALUES (?, ?, ?, ?)',
  trimLog: `DELETE FROM log WHERE id <= (SELECT max(id) FROM log) - ${mostLogRows}`,
  trimHistory: `DELETE FROM history WHERE id <= (SELECT max(id) FROM history) - ${mostHistoryRows}`,
  trimOld: 'DELETE FROM history WHERE time < ?',
  // By how much the order is ahead of the times at most; no row if the clock was never set back.
  farthest: 'SELECT sort - time AS ahead FROM history WHERE sort <> time ORDER BY sort - time DESC LIMIT 1',
} as const

/**
 * Opens the state in a file, or in memory with `:memory:`. Throws UserError state-locked, state-broken, state-newer,
 * state-denied or state-not-written. `onTrouble` is called once with the reason when the disk fails, `onRecovery` when
 * it works again.
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

/** Reads rows, after committing what was put so far. Throws UserError state-not-written or state-broken. */
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
      // The log is not worth filling the memory for.
      if (writer.isBehind) return
      const device = 'device' in event ? deviceKey(event.device) : null
      writer.put(sql.addLog, [timeMs, device, event.type, JSON.stringify(event)])
    },
    log({ types, limit, ...rest }) {
      // Each type is read by its index, so that rare ones are found as fast as frequent ones.
      const kinds = types === undefined ? [undefined] : [...new Set(types)]
      const rows = kinds.flatMap((type) => readLog(source, { ...rest, type, limit }))
      const newest = rows.sort((one, other) => Number(other['id']) - Number(one['id'])).slice(0, limit)
      return newest.flatMap((row) => {
        const event = readJson(String(row['json']))
        // The JSON border of the log: this program wrote the object.
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
