import assert from 'node:assert/strict'
import fs from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import sqlite from 'node-sqlite3-wasm'
import { openState } from '../../../../tools/cloud/store/state.ts'
import type { QueuedMessage } from '../../../../tools/cloud/model/documents.ts'
import { startMemoryCloud, plug as device } from '../../../local-platform/memory-cloud.ts'
import { everyPoint, key, makeFolder, open } from './folder.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** Bytes that `act` makes the database write, its commit included. */
async function bytesWritten(t: TestContext, act: () => unknown): Promise<number> {
  let bytes = 0
  const original = fs.writeSync
  const watched = t.mock.method(fs, 'writeSync', (...args: Parameters<typeof fs.writeSync>) => {
    const written = original(...args)
    bytes += written
    return written
  })
  await act()
  await turn()
  // Node keeps what it once took of `fs`: the mock stays, and passes on.
  watched.mock.restore()
  return bytes
}

for (const what of ['small', 'large'] as const) {
  test(`one more ${what} message, and one PUBACK, write as much with 1,000 waiting as with 10`, async (t) => {
    const file = join(makeFolder(t), 'state.sqlite')
    const state = openState(file, assert.fail)
    const cloud = await startMemoryCloud(t, { store: state.store, rules: { downlinkPerSecond: 'unlimited' } })
    t.after(() => state.close())
    const text = 'x'.repeat(what === 'small' ? 20 : 5_000)
    const topic = '/a1DEMO/plug01/user/get'
    const online = await cloud.connect(device, { clean: false })
    await online.subscribe([topic, 1])
    const publish = () => cloud.platform.publish(device, topic, text, 1)
    const costs: { add: number; acknowledge: number }[] = []
    for (const waiting of [10, 990]) {
      for (let at = 0; at < waiting - 1; at++) publish()
      await turn()
      const add = await bytesWritten(t, publish)
      await cloud.clock.settle()
      const newest = online.published().at(-1)
      const acknowledge = await bytesWritten(t, () => online.send({ cmd: 'puback', messageId: newest?.messageId ?? 0 }))
      costs.push({ add, acknowledge })
    }
    const [few, many] = costs
    assert.ok(few !== undefined && many !== undefined && few.add > 0 && few.acknowledge > 0)
    // A page or two more: the tree of rows is deeper.
    const pages = 4 * 4200
    assert.ok(many.add <= few.add + pages, `one more: ${few.add} and ${many.add} bytes`)
    assert.ok(many.acknowledge <= few.acknowledge + pages, `a PUBACK: ${few.acknowledge} and ${many.acknowledge} bytes`)
  })
}

test('messages that wait survive a restart, in their order, with their bytes and packetIds', (t) => {
  const file = join(makeFolder(t), 'state.sqlite')
  const first = openState(file, assert.fail)
  const message = (id: number): QueuedMessage => ({
    ...{ id, device: key, topicName: `/t/${id}`, payload: Buffer.from([0, 255, id]), queuedAtMs: id },
  })
  for (const id of [1, 2, 3]) first.store.messages.add(message(id))
  first.store.messages.sent(2, 77)
  first.store.messages.remove(1)
  first.close()
  const kept = open(t, file).store.messages.list()
  const readable = kept.map(({ payload, ...rest }) => ({ ...rest, payload: [...payload] }))
  assert.deepEqual(readable, [
    { id: 2, device: key, topicName: '/t/2', payload: [0, 255, 2], queuedAtMs: 2, packetId: 77 },
    { id: 3, device: key, topicName: '/t/3', payload: [0, 255, 3], queuedAtMs: 3 },
  ])
})

/** A data file as version 1 wrote it, with one session. */
function makeVersion1(file: string, session: string): void {
  const db = new sqlite.Database(file)
  db.exec(`
    CREATE TABLE document (kind TEXT, key TEXT, json TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
    CREATE TABLE history (
      id INTEGER PRIMARY KEY, device TEXT NOT NULL, identifier TEXT NOT NULL, time INTEGER NOT NULL, value TEXT NOT NULL
    );
    CREATE INDEX history_by_time ON history (device, identifier, time);
    CREATE TABLE log (id INTEGER PRIMARY KEY, time INTEGER NOT NULL, device TEXT, type TEXT NOT NULL, json TEXT NOT NULL);
    CREATE INDEX log_by_device ON log (device, id);
    PRAGMA user_version = 1;
  `)
  const put = 'INSERT INTO document (kind, key, json) VALUES (?, ?, ?)'
  db.run(put, ['session', key, session])
  db.run(put, ['reported', key, '{"A":{"value":1,"timeMs":5},"B":{"value":"two","timeMs":6}}'])
  db.run(put, ['desired', key, '{"A":{"value":1,"version":3,"timeMs":5}}'])
  const history = 'INSERT INTO history (device, identifier, time, value) VALUES (?, ?, ?, ?)'
  for (const time of [1, 2]) db.run(history, [key, 'PowerSwitch_1', time, String(time)])
  db.close()
}

for (const table of ['document', 'field'] as const) {
  for (const json of ['{"value":', '7', 'null']) {
    test(`a ${table} of this version that is ${json} is state-broken, and the lock is given back`, (t) => {
      const file = join(makeFolder(t), 'state.sqlite')
      const state = openState(file, assert.fail)
      state.store.write('tags', key, {})
      state.store.merge('reported', key, { A: { value: 1, timeMs: 1 } })
      state.close()
      const db = new sqlite.Database(file)
      db.exec('PRAGMA locking_mode = EXCLUSIVE')
      db.run(`UPDATE ${table} SET json = ?`, [json])
      db.close()
      assert.throws(() => openState(file, assert.fail), { slug: 'state-broken' })
      assert.ok(!fs.existsSync(`${file}.pid`))
    })
  }
}

test('a field is written without the others, and all of them survive a restart', async (t) => {
  const file = join(makeFolder(t), 'state.sqlite')
  const first = openState(file, assert.fail)
  first.store.write('reported', key, { gone: { value: 0, timeMs: 0 } })
  first.store.write('reported', key, { A: { value: 1, timeMs: 1 } })
  const costs: number[] = []
  for (const [from, to] of [
    [0, 10],
    [10, 1_000],
  ] as const) {
    for (let at = from; at < to; at++) first.store.merge('reported', key, { [`P${at}`]: { value: at, timeMs: at } })
    await turn()
    costs.push(await bytesWritten(t, () => first.store.merge('reported', key, { A: { value: to, timeMs: to } })))
  }
  first.close()
  const [few = 0, many = 0] = costs
  assert.ok(few > 0 && many <= few + 4 * 4200, `one field: ${few} and ${many} bytes`)
  const reported = open(t, file).store.read('reported', key) ?? {}
  assert.equal(Object.keys(reported).length, 1_001)
  assert.deepEqual(
    [reported['A'], reported['P999'], reported['gone']],
    [{ value: 1_000, timeMs: 1_000 }, { value: 999, timeMs: 999 }, undefined],
  )
})

const queued = (A: number, packetId?: number) => ({
  topicName: '/sys/a1DEMO/plug01/thing/service/property/set',
  payload: Buffer.from(`{"id":"${A}","params":{"A":${A}}}`).toString('base64'),
  queuedAtMs: 1_700_000_000_000,
  ...(packetId === undefined ? {} : { packetId }),
})

test('a data file of version 1 is taken over: its values, and its queue, what was sent before as a duplicate', async (t) => {
  const file = join(makeFolder(t), 'state.sqlite')
  const queue = [queued(1), queued(2, 9), queued(3)]
  makeVersion1(file, JSON.stringify({ subscribed: [], turnedOff: [], autoSubscribe: false, queue }))
  const state = openState(file, assert.fail)
  assert.deepEqual(state.store.read('session', key), { subscribed: [], turnedOff: [], autoSubscribe: false })
  const cloud = await startMemoryCloud(t, { store: state.store })
  t.after(() => state.close())
  assert.deepEqual(state.history(device, everyPoint), [
    { value: 1, timeMs: 1 },
    { value: 2, timeMs: 2 },
  ])
  assert.deepEqual(state.history(device, { ...everyPoint, fromMs: 2 }), [{ value: 2, timeMs: 2 }])
  assert.deepEqual(cloud.platform.devices()[0]?.properties['B'], { value: 'two', timeMs: 6 })
  assert.equal(cloud.platform.desired(device)['A']?.version, 3)
  assert.equal(cloud.platform.setProperty(device, { A: 4 }).id, '4')
  const online = await cloud.connect(device, { clean: false })
  const came = () => online.published().map(({ payload, dup }) => [/"A":(\d)/.exec(payload.toString())?.[1], dup])
  assert.deepEqual(came(), [
    ['2', true],
    ['1', false],
    ['3', false],
    ['4', false],
  ])
})

for (const [what, session] of [
  ['that is no JSON', '{"subscribed":'],
  ['that is a number', '7'],
  ['whose queue holds something else', '{"queue":[{"topicName":1}]}'],
] as const) {
  test(`a session of version 1 ${what} is state-broken, and the file is left as it is`, (t) => {
    const file = join(makeFolder(t), 'state.sqlite')
    makeVersion1(file, session)
    assert.throws(() => openState(file, assert.fail), { slug: 'state-broken' })
    const db = new sqlite.Database(file)
    t.after(() => db.close())
    db.exec('PRAGMA locking_mode = EXCLUSIVE')
    assert.equal(db.get('PRAGMA user_version')?.['user_version'], 1)
    assert.equal(db.get(`SELECT json FROM document WHERE kind = 'session'`)?.['json'], session)
  })
}
