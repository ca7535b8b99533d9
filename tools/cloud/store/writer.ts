import type { Database, Statement } from 'node-sqlite3-wasm'
import type { UserError } from '../../command-line/user-error.ts'

type Values = (string | number | null | Uint8Array)[]

/** Collects changes, and writes those of one turn of the event loop in one transaction. */
export interface Writer {
  /** Why the last commit failed; undefined as soon as one succeeds again. */
  readonly trouble: UserError | undefined
  /** Whether the disk fails and so much waits already that no more should be accepted. */
  readonly isBehind: boolean
  /** Adds a statement with its values. It replaces an earlier one with the same `key`. */
  put(sql: string, values: Values, key?: string): void
  /**
   * Calls `then` once everything put so far is committed, or at once if it already is. `refused`, if given, is called
   * instead as soon as the disk fails.
   */
  whenStored(then: () => void, refused?: (trouble: UserError) => void): void
  /** Commits now. Throws the UserError of `explain`; while the disk fails, it does so without another try. */
  flush(): void
  /** Commits and frees the statements. Throws like `flush`, but always tries. */
  close(): void
}

export interface WriterParts {
  /** Makes the error for a commit, or for `afterCommit`, that failed. */
  readonly explain: (error: unknown) => UserError
  /** Called when something new is wrong, and with undefined when all is well again. */
  readonly onTrouble: (trouble: UserError | undefined) => void
  /** Called with the number of changes after each commit, once all who waited for it were called. May throw. */
  readonly afterCommit: (changes: number) => void
}

/** The time between two tries while the disk fails. */
const retryMs = 1000
/** How many changes may wait for a failing disk before no more are accepted. */
const mostBehind = 10_000

interface Waiting {
  readonly then: () => void
  readonly refused: ((trouble: UserError) => void) | undefined
}

/**
 * Makes a writer. What could not be committed is kept and tried again, and `then` is not called before that succeeds.
 */
export function createWriter(db: Database, { explain, onTrouble, afterCommit }: WriterParts): Writer {
  const statements = new Map<string, Statement>()
  let pending: { sql: string; values: Values }[] = []
  let byKey = new Map<string, number>()
  let waiting: Waiting[] = []
  /** The callbacks that are being called; those that are added meanwhile come after them. */
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

  /** The rows are stored: calls all who waited for that, whatever happens afterwards. */
  function callBack(): void {
    const released = waiting.map(({ then }) => then)
    waiting = []
    if (calling !== undefined) return void calling.push(...released)
    calling = released
    for (const then of calling) {
      try {
        then()
      } catch (error) {
        // A bug in a callback ends the process, as always, but not before the others are called.
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
