import type { Database, Statement } from 'node-sqlite3-wasm'

type Values = (string | number | null | Uint8Array)[]

/** Collects changes and writes all of one turn of the event loop as one transaction. */
export interface Writer {
  /** One statement with its values; `key` makes a later change of the same key take the place of an earlier one. */
  put(sql: string, values: Values, key?: string): void
  /** Calls back once everything put so far is committed; at once when there is nothing to wait for. */
  whenStored(then: () => void): void
  /** Commits now. */
  flush(): void
  /** Commits and frees the statements. */
  close(): void
}

/** Seconds between tries while the disk refuses. */
const retryMs = 1000

/**
 * `onTrouble` hears why a commit failed; what was put stays and is tried again, and nobody who waits is called back
 * before it succeeds. `afterCommit` is called with the number of changes, before those who wait.
 */
export function createWriter(
  db: Database,
  { onTrouble, afterCommit }: { onTrouble: (message: string) => void; afterCommit: (changes: number) => void },
): Writer {
  const statements = new Map<string, Statement>()
  let pending: { sql: string; values: Values }[] = []
  let byKey = new Map<string, number>()
  let waiting: (() => void)[] = []
  let isScheduled = false

  function statement(sql: string): Statement {
    const known = statements.get(sql) ?? db.prepare(sql)
    statements.set(sql, known)
    return known
  }

  function commit(): void {
    db.exec('BEGIN')
    try {
      for (const { sql, values } of pending) statement(sql).run(values)
      db.exec('COMMIT')
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK')
      throw error
    }
  }

  function flush(): void {
    if (pending.length === 0) return
    commit()
    const changes = pending.length
    const called = waiting
    pending = []
    byKey = new Map()
    waiting = []
    afterCommit(changes)
    for (const then of called) then()
  }

  function run(): void {
    isScheduled = false
    try {
      flush()
    } catch (error) {
      onTrouble(error instanceof Error ? error.message : String(error))
      isScheduled = true
      setTimeout(run, retryMs).unref()
    }
  }

  return {
    put(sql, values, key) {
      const known = key === undefined ? undefined : byKey.get(key)
      if (known !== undefined) pending[known] = { sql, values }
      else {
        if (key !== undefined) byKey.set(key, pending.length)
        pending.push({ sql, values })
      }
      if (isScheduled) return
      isScheduled = true
      setImmediate(run)
    },
    whenStored(then) {
      if (pending.length === 0) then()
      else waiting.push(then)
    },
    flush,
    close() {
      flush()
      for (const one of statements.values()) one.finalize()
    },
  }
}
