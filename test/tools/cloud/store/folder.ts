import fs, { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { openState, type State } from '../../../../tools/cloud/store/state.ts'

export const plug = { productKey: 'a1DEMO', deviceName: 'plug01' }
export const key = 'plug01&a1DEMO'

/** A folder of its own for one test. */
export function makeFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'state-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Opens a state that is closed at the test's end; trouble with the disk fails the test. */
export function open(t: TestContext, file: string): State {
  const state = openState(file, (message) => {
    throw new Error(message)
  })
  t.after(() => state.close())
  return state
}

/** What a state knows, for comparison. */
export function contents(state: State) {
  const everything = { identifier: 'PowerSwitch_1', fromMs: 0, toMs: 1e15, limit: 1000, ascending: true }
  return {
    reported: state.store.read('reported', key),
    history: state.history(plug, everything),
    log: state.log({ limit: 1000 }).map(({ event }) => event),
  }
}

export const everyPoint = { identifier: 'PowerSwitch_1', fromMs: 0, toMs: 1e15, limit: 1000, ascending: true }

/** A disk whose writes fail with this code while it is set. */
export interface Disk {
  fault: 'ENOSPC' | 'EIO' | undefined
}

/** Lets the database, and what asks why it fails, write to a disk that a test can fill. */
export function watchDisk(t: TestContext): Disk {
  const disk: Disk = { fault: undefined }
  const original = fs.writeSync
  t.mock.method(fs, 'writeSync', (...args: Parameters<typeof fs.writeSync>) => {
    if (disk.fault !== undefined) throw Object.assign(new Error(disk.fault), { code: disk.fault })
    return original(...args)
  })
  return disk
}
