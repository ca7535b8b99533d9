import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { createTrafficRing } from '../../../../tools/cloud/console-api/traffic-ring.ts'
import { createWebApp } from '../../../../tools/cloud/console-api/web-app.ts'
import type { ApiAnswer, ApiRequest } from '../../../../tools/cloud/net/http-answer.ts'
import { makeAccessKey } from '../../../../tools/cloud/openapi/access-key.ts'
import { recordEvents } from '../../../../tools/cloud/store/recorder.ts'
import { openState } from '../../../../tools/cloud/store/state.ts'
import { plug as device, startMemoryCloud } from '../../../local-platform/memory-cloud.ts'
import { contents, everyPoint, key, makeFolder, open, plug, watchDisk } from './folder.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))
const retryMs = 1000

function start(t: TestContext, wallNow?: () => number) {
  const file = join(makeFolder(t), 'state.sqlite')
  const disk = watchDisk(t)
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const said: string[] = []
  const state = openState(
    file,
    (message) => said.push(message),
    wallNow,
    () => said.push('recovered'),
  )
  return { file, disk, said, state }
}

for (const [fault, reason] of [
  ['ENOSPC', 'the disk is full'],
  ['EIO', 'the disk fails'],
] as const) {
  test(`${fault} is told once, with the file and "${reason}", and so is that it is over`, async (t) => {
    const { file, disk, said, state } = start(t)
    t.after(() => state.close())
    disk.fault = fault
    state.addHistory(plug, 'PowerSwitch_1', { value: 1, timeMs: 1 })
    await turn()
    for (let time = 0; time < 3; time++) t.mock.timers.tick(retryMs)
    assert.deepEqual(said, [`${file} cannot be written: ${reason}`])
    assert.equal(state.trouble()?.slug, 'state-not-written')
    disk.fault = undefined
    t.mock.timers.tick(retryMs)
    assert.deepEqual(said.slice(1), ['recovered'])
    assert.equal(state.trouble(), undefined)
    assert.equal(contents(state).history.length, 1)
    assert.ok(!readdirSync(join(file, '..')).includes('state.sqlite.probe'))
  })
}

test('who gave a second function is refused when the disk refuses, and at once while it does; others wait', async (t) => {
  const { disk, state } = start(t)
  t.after(() => state.close())
  const order: string[] = []
  const wait = (name: string) =>
    state.whenStored(
      () => order.push(`${name} stored`),
      () => order.push(`${name} refused`),
    )
  disk.fault = 'ENOSPC'
  state.addHistory(plug, 'PowerSwitch_1', { value: 1, timeMs: 1 })
  wait('first')
  state.whenStored(() => order.push('patient stored'))
  await turn()
  wait('second')
  assert.deepEqual(order, ['first refused', 'second refused'])
  assert.throws(() => state.history(plug, everyPoint), { slug: 'state-not-written' })
  disk.fault = undefined
  t.mock.timers.tick(retryMs)
  wait('third')
  assert.deepEqual(order.slice(2), ['patient stored', 'third stored'])
})

test('a trim that fails after a commit loses nobody who waited for it, and is made up for later', async (t) => {
  const dayMs = 24 * 3600 * 1000
  let isFilling = true
  const { disk, said, state } = start(t, () => {
    // The clock is asked between the commit and the trim.
    if (isFilling) disk.fault = 'ENOSPC'
    return 40 * dayMs
  })
  t.after(() => state.close())
  let isStored = false
  for (let row = 0; row < 2_000; row++) state.addHistory(plug, 'PowerSwitch_1', { value: row, timeMs: 5 })
  state.whenStored(() => (isStored = true))
  await turn()
  assert.equal(isStored, true)
  assert.equal(said.length, 1)
  assert.match(said[0] ?? '', /state\.sqlite cannot be written: the disk is full$/)
  isFilling = false
  disk.fault = undefined
  state.addHistory(plug, 'PowerSwitch_1', { value: 'new', timeMs: 40 * dayMs })
  await turn()
  assert.deepEqual(contents(state).history.length, 1)
  assert.deepEqual(said.slice(1), ['recovered'])
})

test('one who throws when called back keeps nobody else waiting, and is no trouble of the disk', async (t) => {
  const { said, state } = start(t)
  t.after(() => state.close())
  const uncaught: unknown[] = []
  t.mock.method(globalThis, 'queueMicrotask', (act: () => void) => {
    assert.throws(act, (error) => (uncaught.push(error), true))
  })
  const order: string[] = []
  state.addHistory(plug, 'PowerSwitch_1', { value: 1, timeMs: 1 })
  state.whenStored(() => {
    state.whenStored(() => order.push('came last'))
    throw new Error('a mistake')
  })
  state.whenStored(() => order.push('came second'))
  await turn()
  assert.deepEqual(order, ['came second', 'came last'])
  assert.deepEqual([uncaught.length, said], [1, []])
})

test('a full disk at the end is state-not-written, and the file is given free', async (t) => {
  const { file, disk, state } = start(t)
  state.addHistory(plug, 'PowerSwitch_1', { value: 1, timeMs: 1 })
  await turn()
  disk.fault = 'ENOSPC'
  state.addHistory(plug, 'PowerSwitch_1', { value: 2, timeMs: 2 })
  assert.throws(() => state.close(), {
    slug: 'state-not-written',
    message: `${file} cannot be written: the disk is full`,
  })
  assert.ok(!existsSync(`${file}.pid`))
  disk.fault = undefined
  assert.deepEqual(contents(open(t, file)).history, [{ value: 1, timeMs: 1 }])
})

test('a full disk at the start is state-not-written, and no word of moving the file away', (t) => {
  const file = join(makeFolder(t), 'state.sqlite')
  const disk = watchDisk(t)
  disk.fault = 'ENOSPC'
  assert.throws(
    () => openState(file, assert.fail),
    (error: { slug?: string; hint?: string }) => {
      assert.deepEqual([error.slug, /mv/.test(error.hint ?? '')], ['state-not-written', false])
      return true
    },
  )
  assert.ok(!existsSync(`${file}.pid`))
  disk.fault = undefined
  open(t, file)
})

test('on a full disk a CONNECT is refused with 3 at once, PINGRESP goes out, and a PUBACK leaves when there is room', async (t) => {
  const { file, disk, state } = start(t)
  const cloud = await startMemoryCloud(t, { store: state.store })
  t.after(() => state.close())
  cloud.platform.onEvent(recordEvents(state))
  const online = await cloud.connect()
  await turn()
  disk.fault = 'ENOSPC'
  await online.publish('/sys/a1DEMO/plug01/thing/event/property/post', { id: '1', params: { A: 1 } }, 1)
  await online.send({ cmd: 'pingreq' })
  const came = () => online.received.map(({ cmd }) => cmd)
  assert.deepEqual(came(), ['connack', 'pingresp'])
  const newcomer = await cloud.connect({ ...device, deviceName: 'lamp', deviceSecret: 'another secret' })
  const [connack] = newcomer.received
  assert.ok(connack?.cmd === 'connack' && connack.returnCode === 3)
  assert.equal(cloud.seen('refused').at(-1)?.detail, `${file} cannot be written: the disk is full`)
  disk.fault = undefined
  t.mock.timers.tick(retryMs)
  await cloud.clock.settle()
  assert.deepEqual(came(), ['connack', 'pingresp', 'puback', 'publish'])
  assert.equal(state.store.read('reported', key)?.['A']?.value, 1)
})

test('the login that finds the disk full is answered with 3 and closed', async (t) => {
  const { disk, state } = start(t)
  const cloud = await startMemoryCloud(t, { store: state.store })
  t.after(() => state.close())
  await turn()
  disk.fault = 'ENOSPC'
  const newcomer = await cloud.connect(device, { clean: false })
  const [connack, ...others] = newcomer.received
  assert.ok(connack?.cmd === 'connack' && connack.returnCode === 3)
  assert.deepEqual([others, newcomer.isClosed], [[], true])
  disk.fault = undefined
})

const request = (path: string, body?: object): ApiRequest => ({
  ...{ method: body === undefined ? 'GET' : 'POST', path, query: new URLSearchParams(), headers: {}, address: '' },
  body: JSON.stringify(body ?? {}),
})

test('on a full disk calls fail at once with 503 and the word, do nothing, and work again when there is room', async (t) => {
  const { disk, state } = start(t)
  const cloud = await startMemoryCloud(t, { store: state.store })
  t.after(() => state.close())
  const page = { file: () => Promise.resolve(undefined) }
  const sets = { start: () => ({ messageId: '1' }), result: () => undefined }
  const traffic = createTrafficRing(cloud.platform)
  t.after(() => traffic.close())
  const parts = { platform: cloud.platform, state, traffic, sets, boards: [], mqtt: { host: '127.0.0.1', port: 1883 } }
  const app = createWebApp({ ...parts, accessKey: makeAccessKey(), page })
  const add = (deviceName: string) => app(request('/api/devices', { productKey: 'a1DEMO', deviceName }))
  const codeOf = (answer: ApiAnswer) => JSON.stringify('body' in answer ? [answer.status, answer.body] : answer)
  await turn()
  disk.fault = 'ENOSPC'
  for (const call of [() => add('first'), () => add('second'), () => app(request('/api/devices'))]) {
    assert.match(
      codeOf(await call()),
      /^\[503,.*"state-not-written".*state\.sqlite cannot be written: the disk is full/,
    )
  }
  const signed = codeOf(await app({ ...request('/'), query: new URLSearchParams({ Action: 'QueryDevice' }) }))
  assert.match(signed, /^\[503,.*"Code":"ServiceUnavailable","Message":"state-not-written - .*the disk is full"/)
  assert.equal(cloud.platform.device({ productKey: 'a1DEMO', deviceName: 'second' }), undefined)
  disk.fault = undefined
  t.mock.timers.tick(retryMs)
  assert.match(codeOf(await add('second')), /^\[200,/)
})
