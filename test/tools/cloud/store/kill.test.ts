import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs, { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { openState } from '../../../../tools/cloud/store/state.ts'
import { contents, key, makeFolder, open, plug } from './folder.ts'

/** The system calls by which the database changes anything on disk; between two of them nothing a kill leaves differs. */
const changes = ['openSync', 'writeSync', 'ftruncateSync', 'fsyncSync', 'unlinkSync', 'mkdirSync', 'rmdirSync'] as const

/** Calls `before` ahead of each change that the database makes; the answer ends that. */
function watchDisk(t: TestContext, before: (call: string) => void): () => void {
  let isInside = false
  for (const name of changes) {
    const original = Reflect.get(fs, name) as (...args: unknown[]) => unknown
    const watched = (...args: unknown[]): unknown => {
      if (!isInside) {
        isInside = true
        before(name)
        isInside = false
      }
      return Reflect.apply(original, fs, args)
    }
    t.mock.method(fs, name, watched as never)
  }
  // Node keeps what it once took of `fs`: to restore the methods is not enough.
  return () => {
    isInside = true
    t.mock.restoreAll()
  }
}

/** Of the moments between two changes each third is tried: the whole takes no second then. */
const everyNth = 3

interface Snapshot {
  readonly folder: string
  /** How many values were acknowledged when the kill came. */
  readonly acknowledged: number
}

/** As kill -9 leaves it: nothing is flushed, closed or taken back, and the holder of the lock is gone. */
function snapshot(from: string, to: string): void {
  cpSync(from, to, { recursive: true })
  const lock = join(to, 'state.sqlite.pid')
  if (existsSync(lock)) writeFileSync(lock, '{"pid":4194304,"startedAt":"1"}')
}

test('killed before any of its changes on disk, the next start has everything acknowledged', async (t) => {
  const root = makeFolder(t)
  const folder = join(root, 'live')
  const file = join(folder, 'state.sqlite')
  mkdirSync(folder)
  const snapshots: Snapshot[] = []
  let acknowledged = 0
  let change = 0
  const stop = watchDisk(t, () => {
    if (change++ % everyNth !== 0) return
    const copy = join(root, `kill-${snapshots.length}`)
    snapshot(folder, copy)
    snapshots.push({ folder: copy, acknowledged })
  })
  const state = openState(file, (message) => assert.fail(message))
  for (let value = 1; value <= 5; value++) {
    state.store.write('reported', key, { PowerSwitch_1: { value, timeMs: value } })
    state.addHistory(plug, 'PowerSwitch_1', { value, timeMs: value })
    state.addLog(value, { type: 'connection-failed', address: String(value), detail: '' })
    await new Promise<void>((resolve) => state.whenStored(resolve))
    acknowledged = value
  }
  state.close()
  stop()
  assert.ok(snapshots.length > 20, `${snapshots.length} moments`)
  for (const { folder: left, acknowledged: promised } of snapshots) {
    const again = openState(join(left, 'state.sqlite'), (message) => assert.fail(message))
    const { reported, history, log } = contents(again)
    const values = history.map(({ value }) => value)
    assert.ok(values.length >= promised, `${promised} were acknowledged, ${values.length} are there`)
    assert.deepEqual(values, [1, 2, 3, 4, 5].slice(0, values.length))
    // One transaction a turn: all three have it, or none.
    assert.equal(reported?.['PowerSwitch_1']?.value, values.at(-1))
    assert.equal(log.length, values.length)
    again.close()
  }
})

test('a disk that is full acknowledges nothing, says so, and nothing is lost once there is room', async (t) => {
  const file = join(makeFolder(t), 'state.sqlite')
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const troubles: string[] = []
  const state = openState(file, (message) => troubles.push(message))
  t.after(() => state.close())
  const original = fs.writeSync
  let isFull = true
  t.mock.method(fs, 'writeSync', (...args: Parameters<typeof fs.writeSync>) => {
    if (isFull) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    return original(...args)
  })
  state.addHistory(plug, 'PowerSwitch_1', { value: 1, timeMs: 1 })
  let isStored = false
  state.whenStored(() => (isStored = true))
  await new Promise((resolve) => setImmediate(resolve))
  assert.deepEqual([isStored, troubles.length], [false, 1])
  isFull = false
  t.mock.timers.tick(1000)
  assert.equal(isStored, true)
  assert.equal(contents(state).history.length, 1)
})

test('a second process is refused while the first lives, and starts by itself after kill -9', async (t) => {
  const file = join(makeFolder(t), 'state.sqlite')
  const script = `
    const { openState } = await import('./tools/cloud/store/state.ts')
    const state = openState(${JSON.stringify(file)}, console.error)
    state.addHistory(${JSON.stringify(plug)}, 'PowerSwitch_1', { value: 1, timeMs: 1 })
    state.whenStored(() => console.log('stored'))
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script])
  t.after(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  assert.throws(() => openState(file, assert.fail), {
    slug: 'state-locked',
    message: new RegExp(`process ${child.pid}$`),
  })
  child.kill('SIGKILL')
  await once(child, 'close')
  assert.ok(existsSync(`${file}.lock`), 'the folder that this is about')
  assert.equal(contents(open(t, file)).history.length, 1)
})

test(
  'a lock of another process that got the pid of a dead one is taken over',
  { skip: process.platform !== 'linux' },
  (t) => {
    const folder = makeFolder(t)
    const file = join(folder, 'state.sqlite')
    writeFileSync(`${file}.pid`, JSON.stringify({ pid: process.ppid, startedAt: 'another time' }))
    open(t, file)
    writeFileSync(join(folder, 'other.sqlite.pid'), 'not a lock')
    open(t, join(folder, 'other.sqlite'))
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.tmp')),
      [],
    )
    copyFileSync(`${file}.pid`, join(folder, 'third.sqlite.pid'))
    assert.throws(() => open(t, join(folder, 'third.sqlite')), { slug: 'state-locked' })
  },
)
