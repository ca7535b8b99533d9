import assert from 'node:assert/strict'
import { existsSync, mkdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import sqlite from 'node-sqlite3-wasm'
import { forgetOtherRun } from '../../../../tools/cloud/store/forget-other-run.ts'
import { recordEvents } from '../../../../tools/cloud/store/recorder.ts'
import { openState } from '../../../../tools/cloud/store/state.ts'
import { everyPoint, key, makeFolder, open, plug } from './folder.ts'

const ignore = () => undefined
const online = { type: 'subscribe', device: plug, topicFilter: 'a', granted: 1 } as const

test('documents, history and log survive a restart', (t) => {
  const file = join(makeFolder(t), 'state.sqlite')
  const first = openState(file, ignore)
  first.store.write('reported', key, { PowerSwitch_1: { value: 1, timeMs: 5 } })
  first.store.write('tags', key, { room: '厨房' })
  first.store.write('tags', 'gone', {})
  first.store.remove('tags', 'gone')
  first.addHistory(plug, 'PowerSwitch_1', { value: 1, timeMs: 5 })
  first.addLog(6, online)
  first.close()
  const second = open(t, file)
  assert.deepEqual(second.store.read('reported', key), { PowerSwitch_1: { value: 1, timeMs: 5 } })
  assert.deepEqual(second.store.list('tags'), [{ room: '厨房' }])
  assert.deepEqual(second.history(plug, everyPoint), [{ value: 1, timeMs: 5 }])
  assert.deepEqual(second.log({ limit: 10 }), [{ id: 1, timeMs: 6, event: online }])
})

test('what another application reported is forgotten at the next start, its history is not', (t) => {
  const file = join(makeFolder(t), 'state.sqlite')
  const startAs = (run: string) => {
    const state = openState(file, ignore)
    forgetOtherRun(state.store, [plug], run)
    const [reported, desired] = [state.store.read('reported', key), state.store.read('desired', key)]
    state.store.merge('reported', key, { [run]: { value: 1, timeMs: 5 } })
    state.store.merge('desired', key, { [run]: { value: 1, timeMs: 5, version: 1 } })
    state.addHistory(plug, run, { value: 1, timeMs: 5 })
    const points = state.history(plug, { ...everyPoint, identifier: 'switch' }).length
    state.close()
    return { reported: Object.keys(reported ?? {}), desired: Object.keys(desired ?? {}), points }
  }
  assert.deepEqual(['switch', 'switch', 'lamp', 'lamp', 'switch'].map(startAs), [
    { reported: [], desired: [], points: 1 },
    { reported: ['switch'], desired: ['switch'], points: 2 },
    { reported: [], desired: [], points: 2 },
    { reported: ['lamp'], desired: ['lamp'], points: 2 },
    { reported: [], desired: [], points: 3 },
  ])
})

test('whoever waits is called back after the commit, and at once when there is nothing to wait for', async (t) => {
  const state = open(t, ':memory:')
  const order: string[] = []
  state.whenStored(() => order.push('nothing to wait for'))
  state.addLog(1, online)
  state.whenStored(() => order.push('stored'))
  order.push('still here')
  await new Promise((resolve) => setImmediate(resolve))
  assert.deepEqual(order, ['nothing to wait for', 'still here', 'stored'])
})

test('history is cut by time, order and number; another device and property are not in it', (t) => {
  const state = open(t, ':memory:')
  for (const timeMs of [3, 1, 2, 4]) state.addHistory(plug, 'PowerSwitch_1', { value: timeMs, timeMs })
  state.addHistory(plug, 'PowerSwitch_2', { value: 9, timeMs: 2 })
  state.addHistory({ ...plug, deviceName: 'lamp' }, 'PowerSwitch_1', { value: 9, timeMs: 2 })
  const values = (changes: object) => state.history(plug, { ...everyPoint, ...changes }).map(({ value }) => value)
  assert.deepEqual(values({}), [1, 2, 3, 4])
  assert.deepEqual(values({ fromMs: 2, toMs: 3, ascending: false }), [3, 2])
  assert.deepEqual(values({ limit: 2, ascending: false }), [4, 3])
})

test('the log is read newest first, by device, by type and from an entry on', (t) => {
  const state = open(t, ':memory:')
  const lamp = { ...plug, deviceName: 'lamp' }
  state.addLog(1, online)
  state.addLog(2, { ...online, device: lamp })
  state.addLog(3, { type: 'connection-failed', address: '::1', detail: '' })
  const ids = (query: object) => state.log({ limit: 10, ...query }).map(({ id }) => id)
  assert.deepEqual(ids({}), [3, 2, 1])
  assert.deepEqual(ids({ device: lamp }), [2])
  assert.deepEqual(ids({ types: ['subscribe'], beforeId: 2 }), [1])
  assert.deepEqual(ids({ types: ['subscribe', 'connection-failed', 'subscribe'] }), [3, 2, 1])
  assert.deepEqual(ids({ types: ['subscribe', 'connection-failed'], limit: 2 }), [3, 2])
  assert.deepEqual(ids({ types: ['subscribe', 'offline'], device: lamp }), [2])
})

test('history beyond 30 days and log beyond 20,000 rows go', async (t) => {
  const state = openState(':memory:', ignore, () => 40 * 24 * 3600 * 1000)
  t.after(() => state.close())
  state.addHistory(plug, 'PowerSwitch_1', { value: 0, timeMs: 5 })
  for (let row = 0; row < 20_500; row++) state.addLog(row, { type: 'connection-failed', address: '', detail: '' })
  await new Promise((resolve) => setImmediate(resolve))
  assert.deepEqual(state.history(plug, everyPoint), [])
  assert.equal(state.log({ limit: 30_000 }).length, 20_000)
})

test('events become history and log: points once, long texts cut, a flood of drops thinned', (t) => {
  const state = open(t, ':memory:')
  const record = recordEvents(state, () => 7)
  const points = [{ identifier: 'PowerSwitch_1', value: 1, timeMs: 5 }]
  record({
    type: 'property-post',
    device: plug,
    id: '1',
    params: { PowerSwitch_1: 1 },
    points,
    unknown: [],
    failed: {},
  })
  record({ type: 'message', device: plug, topicName: 't', qos: 0, text: 'x'.repeat(5000) })
  for (let total = 1; total <= 200; total++) {
    record({ type: 'dropped', device: plug, topicName: 't', reason: 'rate-limit', total })
  }
  assert.deepEqual(state.history(plug, everyPoint), [{ value: 1, timeMs: 5 }])
  const [last, , , message, post] = state.log({ limit: 10 }).map(({ event }) => event)
  assert.ok(last?.type === 'dropped' && last.total === 200)
  assert.ok(message?.type === 'message' && message.text.length === 2000)
  assert.ok(post?.type === 'property-post' && post.points.length === 0)
})

test('beyond 200 messages a second the log keeps no more of them, the history every value', (t) => {
  const state = open(t, ':memory:')
  let now = 1000
  const record = recordEvents(state, () => now)
  const post = (value: number) => {
    const points = [{ identifier: 'PowerSwitch_1', value, timeMs: now }]
    record({ type: 'property-post', device: plug, id: '1', params: {}, points, unknown: [], failed: {} })
  }
  for (let value = 0; value < 300; value++) post(value)
  record({ type: 'offline', device: plug, reason: 'kicked', detail: '' })
  now = 2000
  post(300)
  assert.equal(state.history(plug, everyPoint).length, 301)
  assert.equal(state.log({ limit: 1000, types: ['property-post'] }).length, 201)
  assert.equal(state.log({ limit: 1000, types: ['offline'] }).length, 1)
})

test('only its owner may read the data file', { skip: process.platform === 'win32' }, (t) => {
  const folder = join(makeFolder(t), 'new')
  const state = open(t, join(folder, 'state.sqlite'))
  state.addLog(1, online)
  state.log({ limit: 1 })
  const modes = ['', '/state.sqlite', '/state.sqlite-wal'].map((name) => statSync(folder + name).mode & 0o777)
  assert.deepEqual(modes, [0o700, 0o600, 0o600])
})

for (const [what, slug, make] of [
  ['a file that is no database', 'state-broken', (file: string) => writeFileSync(file, 'no database'.repeat(100))],
  ['a cut database', 'state-broken', makeCutDatabase],
  ['a folder in its place', 'state-denied', (file: string) => void mkdirSync(file)],
  ['the file of a newer version', 'state-newer', makeNewerDatabase],
] as const) {
  test(`${what} is ${slug}, and the lock is given back`, (t) => {
    const file = join(makeFolder(t), 'state.sqlite')
    make(file)
    assert.throws(() => openState(file, ignore), { slug })
    assert.ok(!existsSync(`${file}.pid`))
  })
}

function makeCutDatabase(file: string): void {
  const state = openState(file, ignore)
  for (let row = 0; row < 500; row++) state.addLog(row, online)
  state.close()
  truncateSync(file, 4 * 4096)
}

function makeNewerDatabase(file: string): void {
  const db = new sqlite.Database(file)
  db.exec('PRAGMA user_version = 99')
  db.close()
}

for (const [kind, json, what] of [
  ['tags', '{', 'it is no JSON object'],
  ['reported', '7', 'it is no JSON object'],
  ['desired', '[]', 'it is no JSON object'],
  ['config', 'null', 'it is no JSON object'],
  ['device', '{}', "it must have required property 'productKey'"],
  ['reported', '{"A":7}', 'A must be object'],
  ['session', '{"subscribed":7,"turnedOff":[],"autoSubscribe":true}', 'subscribed must be array'],
  ['shadow', '{"version":1}', "it must have required property 'reported'"],
  ['firmware', '{"versions":{"default":1}}', 'versions.default must be string'],
] as const) {
  test(`a stored ${kind} that is ${json} is state-broken with its name, and the file is free again`, (t) => {
    const file = join(makeFolder(t), 'state.sqlite')
    openState(file, ignore).close()
    const db = new sqlite.Database(file)
    db.exec('PRAGMA locking_mode = EXCLUSIVE')
    db.run('INSERT INTO document (kind, key, json) VALUES (?, ?, ?)', [kind, key, json])
    db.close()
    for (let again = 0; again < 2; again++) {
      assert.throws(() => openState(file, ignore), {
        slug: 'state-broken',
        message: `${file} is not a data file that can be read: the document ${kind} ${key}: ${what}`,
      })
    }
  })
}

test('a log row that is no event is left out, and the others are read', (t) => {
  const file = join(makeFolder(t), 'state.sqlite')
  const first = openState(file, ignore)
  first.addLog(6, online)
  first.close()
  const db = new sqlite.Database(file)
  db.exec('PRAGMA locking_mode = EXCLUSIVE')
  for (const json of ['{', '7', 'null']) db.run('INSERT INTO log (time, type, json) VALUES (7, ?, ?)', ['x', json])
  db.close()
  assert.deepEqual(open(t, file).log({ limit: 10 }), [{ id: 1, timeMs: 6, event: online }])
})
