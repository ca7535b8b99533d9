import { chmodSync, closeSync, existsSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import sqlite, { type Database } from 'node-sqlite3-wasm'
import { isDiskFault, UserError } from '../../command-line/user-error.ts'
import { takeLock } from '../../local-files/lock.ts'
import { notWritten, probe } from './disk-faults.ts'
import { speak } from '../../command-line/language.ts'
import { migrate, schemaVersion, UnreadableRow, versionOf } from './schema.ts'

/** The name of a database in memory, which ends with the process. */
export const inMemory = ':memory:'

export interface OpenDatabase {
  readonly db: Database
  close(): void
}

/**
 * Opens the data file, creates it if there is none, and holds its lock. SQLite replays the write-ahead log that a
 * killed process left. Only the owner may read the folder, because the file holds secrets. Throws UserError
 * state-locked, state-broken, state-newer, state-denied or state-not-written.
 */
export function openDatabase(file: string): OpenDatabase {
  if (file === inMemory) {
    const db = new sqlite.Database(inMemory)
    migrate(db)
    return { db, close: () => db.close() }
  }
  const release = prepareFile(file)
  let db: Database | undefined
  try {
    db = new sqlite.Database(file)
    prepare(db, file)
    for (const tail of ['', '-wal']) if (existsSync(file + tail)) chmodSync(file + tail, 0o600)
    const open = db
    return { db, close: () => closeBoth(open, release) }
  } catch (error) {
    db?.close()
    release()
    throw describe(error, file)
  }
}

function closeBoth(db: Database, release: () => void): void {
  try {
    db.close()
  } finally {
    release()
  }
}

/**
 * Takes the lock, and makes sure that the file exists and only its owner may read it. Returns what releases the lock.
 */
function prepareFile(file: string): () => void {
  let release = (): void => undefined
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    release = takeLock(`${file}.pid`, (pid) => {
      const hint = speak`end it, or keep nothing with --memory; if no such process runs, delete ${file}.pid`
      return new UserError('state-locked', speak`${file} is in use by process ${pid}`, hint)
    })
    // A folder that the SQLite build leaves behind when it is killed.
    rmSync(`${file}.lock`, { recursive: true, force: true })
    closeSync(openSync(file, 'a', 0o600))
    return release
  } catch (error) {
    release()
    if (error instanceof UserError || !(error instanceof Error)) throw error
    if (isDiskFault(error)) throw notWritten(file, error)
    throw new UserError(
      'state-denied',
      speak`cannot write ${file}: ${error.message}`,
      speak`mend its rights, or keep nothing with --memory`,
    )
  }
}

function prepare(db: Database, file: string): void {
  // An exclusive lock lets WAL do without shared memory, which WebAssembly lacks (SQLite, "Write-Ahead Logging" §6).
  db.exec('PRAGMA locking_mode = EXCLUSIVE')
  db.exec('PRAGMA journal_mode = WAL')
  // Synced at checkpoints: a killed process loses nothing, a power cut only the newest transactions.
  db.exec('PRAGMA synchronous = NORMAL')
  if (versionOf(db) > schemaVersion) {
    throw new UserError(
      'state-newer',
      speak`${file} was written by a newer version`,
      speak`move it away, or keep nothing with --memory`,
    )
  }
  const checked = db.get('PRAGMA quick_check(1)')?.['quick_check']
  if (checked !== 'ok') throw broken(file, String(checked))
  migrate(db)
}

function describe(error: unknown, file: string): unknown {
  if (error instanceof UnreadableRow) return broken(file, error.message)
  if (!(error instanceof sqlite.SQLite3Error)) return error
  // The remedies differ: a file that merely cannot be written must not be moved away.
  return /I\/O error|is full/.test(error.message) && probe(file) !== undefined
    ? notWritten(file, error)
    : broken(file, error.message)
}

export function broken(file: string, what: string): UserError {
  const hint = speak`move it away and a new one is made: mv ${file} ${file}.broken`
  return new UserError('state-broken', speak`${file} is not a data file that can be read: ${what}`, hint)
}
