import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { UserError } from '../../user-error.ts'

/** Who holds a lock. `startedAt` tells a process from a later one with the same pid, where the system says it. */
interface Holder {
  readonly pid: number
  readonly startedAt: string
}

/**
 * Takes the one lock of a data file: `<file>.pid`, which names the process that holds it. A lock whose process is gone
 * is cleared, and with it the `<file>.lock` folder that the SQLite build leaves behind when it is killed. Answers what
 * gives the lock back. Throws UserError state-locked while its process lives.
 */
export function takeLock(file: string): () => void {
  const path = `${file}.pid`
  const own = JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) })
  if (!create(path, own)) {
    const found = read(path)
    const holder = parse(found)
    if (holder !== undefined && isAlive(holder)) throw locked(file, holder.pid)
    clear(path, found, file)
    if (!create(path, own)) throw locked(file, parse(read(path))?.pid ?? 0)
  }
  rmSync(`${file}.lock`, { recursive: true, force: true })
  return () => {
    if (read(path) === own) rmSync(path, { force: true })
  }
}

function locked(file: string, pid: number): UserError {
  const hint = `end it, or keep nothing with --memory; if no such process runs, delete ${file}.pid`
  return new UserError('state-locked', `${file} is in use by process ${pid}`, hint)
}

/** A lock file appears with its content or not at all; false when there is one. */
function create(path: string, content: string): boolean {
  const draft = `${path}.${randomUUID()}.tmp`
  writeFileSync(draft, content, { mode: 0o600 })
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Removes the lock that was read as stale; one that another starter put there meanwhile goes back. */
function clear(path: string, stale: string | undefined, file: string): void {
  const aside = `${path}.${randomUUID()}.tmp`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return
    throw error
  }
  const taken = read(aside)
  if (taken !== stale) {
    renameSync(aside, path)
    throw locked(file, parse(taken)?.pid ?? 0)
  }
  rmSync(aside)
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

function parse(text: string | undefined): Holder | undefined {
  const [, pid, startedAt] = /^\{"pid":(\d+),"startedAt":"([^"]*)"\}$/.exec(text ?? '') ?? []
  return pid === undefined || startedAt === undefined ? undefined : { pid: Number(pid), startedAt }
}

function isAlive({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (isCode(error, 'ESRCH')) return false
    if (!isCode(error, 'EPERM')) throw error
  }
  return startOf(pid) === startedAt
}

/** When a process started, in the kernel's ticks since boot (proc(5), stat, field 22); empty where there is no /proc. */
function startOf(pid: number): string {
  const stat = read(`/proc/${pid}/stat`) ?? ''
  // The second field is the program's name in parentheses, which may hold anything.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
