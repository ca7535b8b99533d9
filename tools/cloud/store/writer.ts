import type { Database, Statement } from 'node-sqlite3-wasm'
import type { UserError } from '../../command-line/user-error.ts'

type Values = (string | number | null | Uint8Array)[]

/** Collects changes and writes all of one turn of the event loop as one transaction. */
export interface Writer {
  /** Why the last commit failed; undefined as soon as one succeeds again. */
  readonly trouble: UserError | undefined
  /** The disk refuses, and so much waits for it that no more should be taken in. */
  readonly isBehind: boolean
  /** One statement with its values; `key` makes a later change of the same key take the place of an earlier one. */
  put(sql: string, values: Values, key?: string): void
  /**
   * Calls back once everything put so far is committed; at once when there is nothing to wait for. With `refused`, that
   * is called instead as soon as the disk refuses.
   */
  whenStored(then: () => void, refused?: (trouble: UserError) => void): void
  /** Commits now. Throws the UserError that `explain` makes; while the disk refuses, without another try. */
  flush(): void
  /** Commits and frees the statements. Throws as `flush`, after a try. */
  close(): void
}

export interface WriterParts {
  /** Why a commit, or what follows it, failed. */
  readonly explain: (error: unknown) => UserError
  /** Something new is wrong, or, undefined, all is well again. */
  readonly onTrouble: (trouble: UserError | undefined) => void
  /** Called with the number of changes, after those who wait. Where it throws it is called again after the next commit. */
  readonly afterCommit: (changes: number) => void
}

/** Between two tries while the disk refuses. */
const retryMs = 1000
/** Changes that wait for a disk that refuses, at most, before nothing more is taken in. */
const mostBehind = 10_000

interface Waiting {
  readonly then: () => void
  readonly refused: ((trouble: UserError) => void) | undefined
}

/** What was put and could not be committed stays and is tried again; nobody who waits is called back before it succeeds. */
export function createWriter(db: Database, { explain, onTrouble, afterCommit }: WriterParts): Writer {
  const statements = new Map<string, Statement>()
  let pending: { sql: string; values: Values }[] = []
  let byKey = new Map<string, number>()
  let waiting: Waiting[] = []
  /** Those who are being called back; who comes meanwhile is called after them. */
  let calling: (() => void)[] | undefined
  let isScheduled = false
  let isClosed = false
  let trouble: UserError | undefined
  let told: string | undefined

  function statement(sql: string): Statement {
    const known = statements.get(sql) ?? db.prepare(sql)
    statements.set(sql, known)
    return known
  }

  function transact(): void {
    db.exec('BEGIN')
    try {
      for (const { sql, values } of pending) statement(sql).run(values)
      db.exec('COMMIT')
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK')
      throw error
    }
  }

  function tell(problem: UserError | undefined): void {
    if (problem?.message === told) return
    told = problem?.message
    onTrouble(problem)
  }

  function refuse(problem: UserError): void {
    trouble = problem
    tell(problem)
    const refused = waiting.filter((one) => one.refused !== undefined)
    waiting = waiting.filter((one) => one.refused === undefined)
    for (const one of refused) one.refused?.(problem)
  }

  function commit(): void {
    if (pending.length === 0) return
    try {
      transact()
    } catch (error) {
      const problem = explain(error)
      refuse(problem)
      throw problem
    }
    const changes = pending.length
    pending = []
    byKey = new Map()
    trouble = undefined
    callBack()
    tidy(changes)
  }

  /** The rows are stored: whatever becomes of what follows, who waited for them is told. */
  function callBack(): void {
    const released = waiting.map(({ then }) => then)
    waiting = []
    if (calling !== undefined) return void calling.push(...released)
    calling = released
    for (const then of calling) {
      try {
        then()
      } catch (error) {
        // A mistake of the one who waited: it ends the process as ever, but not before the others are told.
        queueMicrotask(() => {
          throw error
        })
      }
    }
    calling = undefined
  }

  function tidy(changes: number): void {
    try {
      afterCommit(changes)
      tell(undefined)
    } catch (error) {
      tell(explain(error))
    }
  }

  function schedule(): void {
    isScheduled = true
    if (trouble === undefined) setImmediate(run)
    else setTimeout(run, retryMs).unref()
  }

  function run(): void {
    isScheduled = false
    if (isClosed) return
    try {
      commit()
    } catch (error) {
      if (error !== trouble) throw error
      schedule()
    }
  }

  return {
    get trouble() {
      return trouble
    },
    get isBehind() {
      return trouble !== undefined && pending.length >= mostBehind
    },
    put(sql, values, key) {
      const known = key === undefined ? undefined : byKey.get(key)
      if (known !== undefined) pending[known] = { sql, values }
      else {
        if (key !== undefined) byKey.set(key, pending.length)
        pending.push({ sql, values })
      }
      if (!isScheduled) schedule()
    },
    whenStored(then, refused) {
      if (pending.length === 0) {
        if (calling === undefined) then()
        else calling.push(then)
      } else if (trouble !== undefined && refused !== undefined) refused(trouble)
      else waiting.push({ then, refused })
    },
    flush() {
      if (trouble !== undefined) throw trouble
      commit()
    },
    close() {
      isClosed = true
      try {
        commit()
      } finally {
        for (const one of statements.values()) one.finalize()
      }
    },
  }
}
