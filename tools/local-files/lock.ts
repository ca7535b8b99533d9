import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import type { UserError } from '../command-line/user-error.ts'

/** The holder of a lock. `startedAt` tells a process from a later one with the same pid, where the system knows it. */
interface Holder {
  readonly pid: number
  readonly startedAt: string
}

/** Returns the error to throw while the process with this pid holds the lock. */
type Busy = (pid: number) => UserError

/**
 * Takes a lock: a file at `path` that names the process that holds it. A lock whose process has ended is removed; of several
 * processes that start at once, one gets it. Returns a function that releases the lock. Throws the error of `busy` while the
 * holder lives.
 */
export function takeLock(path: string, busy: Busy): () => void {
  const own = JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) })
  if (!create(path, own)) {
    const found = read(path)
    const holder = parse(found)
    if (holder !== undefined && isAlive(holder)) throw busy(holder.pid)
    clear(path, found, busy)
    if (!create(path, own)) throw busy(parse(read(path))?.pid ?? 0)
  }
  return () => {
    if (read(path) === own) rmSync(path, { force: true })
  }
}

/** Makes a lock file, which appears with its whole content or not at all; returns false when there is one already. */
function create(path: string, content: string): boolean {
  const draft = `${path}.${randomUUID()}.tmp`
  try {
    writeFileSync(draft, content, { mode: 0o600 })
    linkSync(draft, path)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Removes the lock that was found stale; one that another process made meanwhile is put back. */
function clear(path: string, stale: string | undefined, busy: Busy): void {
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
    throw busy(parse(taken)?.pid ?? 0)
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

/** Returns when a process started, in the kernel's ticks since boot (proc(5), stat, field 22); '' where there is no /proc. */
function startOf(pid: number): string {
  const stat = read(`/proc/${pid}/stat`) ?? ''
  // The second field is the program's name in parentheses, which may hold anything.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
