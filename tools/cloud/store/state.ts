import type { Database } from 'node-sqlite3-wasm'
import { deviceKey, type DeviceName } from '../devices.ts'
import type { PlatformEvent } from '../events.ts'
import { isJsonObject, readJson, type JsonValue } from '../json.ts'
import { plain } from '../log-text.ts'
import { createMemoryStore, type Store } from '../store.ts'
import { broken, openDatabase } from './database.ts'
import { isKind, readDocument } from './read-document.ts'
import { createWriter, type Writer } from './writer.ts'

/** One value of a property in time, ms since 1970. */
export interface HistoryPoint {
  readonly value: JsonValue
  readonly timeMs: number
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
  /** Everything committed so far is on disk when `then` is called; at once when nothing waits. */
  whenStored(then: () => void): void
  addHistory(device: DeviceName, identifier: string, point: HistoryPoint): void
  history(device: DeviceName, query: HistoryQuery): HistoryPoint[]
  addLog(timeMs: number, event: PlatformEvent): void
  /** Newest first. */
  log(query: LogQuery): LogEntry[]
  /** Commits, and gives the file free. */
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
  put: 'INSERT INTO document (kind, key, json) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET json = excluded.json',
  remove: 'DELETE FROM document WHERE kind = ? AND key = ?',
  addHistory: 'INSERT INTO history (device, identifier, time, value) VALUES (?, ?, ?, ?)',
  addLog: 'INSERT INTO log (time, device, type, json) VALUES (?, ?, ?, ?)',
  trimLog: `DELETE FROM log WHERE id <= (SELECT max(id) FROM log) - ${mostLogRows}`,
  trimHistory: `DELETE FROM history WHERE id <= (SELECT max(id) FROM history) - ${mostHistoryRows} OR time < ?`,
} as const

/**
 * Opens the state in a file, or in memory with `:memory:`. Throws UserError state-locked, state-broken, state-newer or
 * state-denied. `onTrouble` hears when the disk refuses a commit.
 */
export function openState(file: string, onTrouble: (message: string) => void, wallNow = Date.now): State {
  const { db, close } = openDatabase(file)
  let sinceTrim = 0
  const writer = createWriter(db, {
    onTrouble,
    afterCommit(changes) {
      sinceTrim += changes
      if (sinceTrim < trimEvery) return
      sinceTrim = 0
      db.run(sql.trimLog)
      db.run(sql.trimHistory, [wallNow() - historyMs])
    },
  })
  const store = keepDocuments(db, file, writer, close)
  return {
    store,
    whenStored: writer.whenStored,
    ...keepHistory(db, writer),
    ...keepLog(db, writer),
    close() {
      try {
        writer.close()
      } finally {
        close()
      }
    },
  }
}

/** Puts a row into memory. A kind that this program no longer has is left alone. Throws UserError state-broken. */
function loadRow(memory: Store, file: string, row: Record<string, unknown>): void {
  const [kind, key] = [String(row['kind']), String(row['key'])]
  if (!isKind(kind)) return
  const document = readDocument(kind, String(row['json']))
  if (typeof document === 'string') throw broken(file, `the document ${kind} ${plain(key)}: ${document}`)
  memory.write(kind, key, document)
}

/**
 * Documents are read from memory and written behind: see Writer. Throws UserError state-broken, with the file given free
 * by `close`, when one of them is not what this program writes.
 */
function keepDocuments(db: Database, file: string, writer: Writer, close: () => void): Store {
  const memory = createMemoryStore()
  try {
    for (const row of db.all('SELECT kind, key, json FROM document')) loadRow(memory, file, row)
  } catch (error) {
    close()
    throw error
  }
  return {
    ...memory,
    whenStored: writer.whenStored,
    write(kind, key, document) {
      memory.write(kind, key, document)
      writer.put(sql.put, [kind, key, JSON.stringify(document)], `${kind} ${key}`)
    },
    remove(kind, key) {
      memory.remove(kind, key)
      writer.put(sql.remove, [kind, key], `${kind} ${key}`)
    },
  }
}

function keepHistory(db: Database, writer: Writer): Pick<State, 'addHistory' | 'history'> {
  return {
    addHistory(device, identifier, { value, timeMs }) {
      writer.put(sql.addHistory, [deviceKey(device), identifier, timeMs, JSON.stringify(value)])
    },
    history(device, { identifier, fromMs, toMs, limit, ascending }) {
      writer.flush()
      const order = ascending ? 'ASC' : 'DESC'
      const text = `SELECT time, value FROM history WHERE device = ? AND identifier = ? AND time BETWEEN ? AND ?
        ORDER BY time ${order}, id ${order} LIMIT ?`
      const rows = db.all(text, [deviceKey(device), identifier, fromMs, toMs, limit])
      return rows.map((row) => ({ value: readJson(String(row['value'])), timeMs: Number(row['time']) }))
    },
  }
}

function keepLog(db: Database, writer: Writer): Pick<State, 'addLog' | 'log'> {
  return {
    addLog(timeMs, event) {
      const device = 'device' in event ? deviceKey(event.device) : null
      writer.put(sql.addLog, [timeMs, device, event.type, JSON.stringify(event)])
    },
    log({ device, types, beforeId, limit }) {
      writer.flush()
      const wanted: [string, (string | number)[]][] = []
      if (device !== undefined) wanted.push(['device = ?', [deviceKey(device)]])
      if (beforeId !== undefined) wanted.push(['id < ?', [beforeId]])
      if (types !== undefined) wanted.push([`type IN (${types.map(() => '?').join()})`, [...types]])
      const where = wanted.length === 0 ? '' : `WHERE ${wanted.map(([condition]) => condition).join(' AND ')}`
      const values = [...wanted.flatMap(([, bound]) => bound), limit]
      const rows = db.all(`SELECT id, time, json FROM log ${where} ORDER BY id DESC LIMIT ?`, values)
      return rows.flatMap((row) => {
        const event = readJson(String(row['json']))
        // The one JSON border of the log: who wrote an object here is this program.
        if (!isJsonObject(event)) return []
        return [{ id: Number(row['id']), timeMs: Number(row['time']), event: event as unknown as PlatformEvent }]
      })
    },
  }
}
