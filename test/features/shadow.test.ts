import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppBench, buildApp } from '../apps/app-bench.ts'
import { publish } from '../peer/scripted-peer.ts'
import { plug } from '../rig/cloud-bench.ts'
import { garbage } from './garbage.ts'
import { jsonOf, ToldBoard } from './told-board.ts'

const { script } = await buildApp('test/features/apps/told.js')
const topic = `/shadow/get/${plug.productKey}/${plug.deviceName}`
// Without auto-delivery, so that what arrives was subscribed to.
const rules = { autoDelivery: 'never' } as const

/** What each message of the shadow says: status, or error code, and the version. */
function outcomes(lines: readonly string[]): unknown[][] {
  return jsonOf(lines, 'shadow').map(({ method, version, payload }) => {
    const { status, content, version: inside } = Object(payload) as Record<string, unknown>
    return [method, (content as { errorcode: string } | undefined)?.errorcode ?? status, inside ?? version]
  })
}

test('a change waits until the version of the shadow is known: that of a shadow that others have changed, too', async (t) => {
  const board = await toldBoard(t)
  const { bench, device } = board
  assert.deepEqual(outcomes(await board.tell('postShadow', { on: 1 })), [
    ['reply', '407', undefined],
    ['reply', 'success', 1],
  ])
  assert.deepEqual(outcomes(await board.tell('postShadow', { level: 2 })), [['reply', 'success', 2]])
  // As the SDK does it, whose version is the time.
  bench.platform.updateShadow(plug, { on: 0 }, 1_700_000_000_000)
  assert.deepEqual(outcomes(await board.said()), [['control', 'success', 1_700_000_000_000]])
  assert.deepEqual(outcomes(await board.tell('postShadow', { on: 0 })), [['reply', 'success', 1_700_000_000_001]])
  assert.deepEqual(bench.platform.shadow(plug)?.reported, { on: 0, level: 2 })
  device.board.powerOff('reset')
  device.board.boot()
  await bench.clock.until(() => device.log.readies === 2, 10_000)
  await board.said()
  assert.deepEqual(outcomes(await board.tell('postShadow', { on: 1 })).at(-1), ['reply', 'success', 1_700_000_000_002])
})

test('the shadow comes on request, with what it has; names are deleted one, some, or all', async (t) => {
  const board = await toldBoard(t)
  const { platform } = board.bench
  assert.deepEqual(outcomes(await board.tell('getShadow')), [['reply', '407', undefined]])
  await board.tell('postShadow', { a: 1, b: 'text', c: 3, d: 4 })
  const [got] = jsonOf(await board.tell('getShadow'), 'shadow')
  assert.deepEqual(Object(got?.['payload']).state, { reported: { a: 1, b: 'text', c: 3, d: 4 } })
  await board.tell('deleteShadow', 'a')
  assert.deepEqual(platform.shadow(plug)?.reported, { b: 'text', c: 3, d: 4 })
  await board.tell('deleteShadow', ['b', 'c'])
  assert.deepEqual(platform.shadow(plug)?.reported, { d: 4 })
  await board.tell('deleteShadow', [])
  assert.deepEqual(platform.shadow(plug)?.reported, { d: 4 })
  assert.deepEqual(outcomes(await board.tell('deleteShadow')), [['reply', 'success', 5]])
  assert.deepEqual(platform.shadow(plug)?.reported, {})
})

test('after a conflict the next change asks for the version anew', () => {
  const bench = new AppBench(script)
  bench.boot()
  bench.untilReady(10_000)
  const answer = (message: object) => {
    bench.connection.send(publish({ topicName: topic, payload: JSON.stringify({ method: 'reply', ...message }) }))
    bench.pass(1_000)
  }
  const said = () => bench.said('/shadow/update/').map(({ payload }) => JSON.parse(payload) as Record<string, unknown>)
  answer({ payload: { status: 'success', version: 7 } })
  bench.setProps({ Do: 'postShadow', With: { a: 1 } })
  assert.deepEqual(said().at(-1), { method: 'update', state: { reported: { a: 1 } }, version: 8 })
  answer({ payload: { status: 'error', content: { errorcode: '409' } } })
  bench.setProps({ Do: 'deleteShadow', With: ['a', 'b'] })
  assert.deepEqual(said().at(-1), { method: 'get' })
  answer({ payload: { status: 'error', content: { errorcode: '500' } } })
  assert.equal(said().length, 2)
  answer({ payload: { status: 'success', state: {} }, version: 900 })
  const state = { reported: { a: 'null', b: 'null' } }
  assert.deepEqual(said().slice(2), [{ method: 'delete', state, version: 901 }])
})

test('changes wait for the version up to 1,024 bytes; it is asked for each 10 s, and more is dropped and counted', () => {
  const bench = new AppBench(script)
  bench.boot()
  bench.untilReady(10_000)
  const text = 'x'.repeat(100)
  for (let at = 0; at < 8; at++) bench.setProps({ Do: 'postShadow', With: { [`p${at}`]: text } })
  const said = () => bench.said('/shadow/update/').map(({ payload }) => JSON.parse(payload) as Record<string, unknown>)
  assert.deepEqual(
    said().map(({ method }) => method),
    ['get'],
  )
  bench.pass(25_000)
  assert.deepEqual(
    said().map(({ method }) => method),
    ['get', 'get', 'get', 'get'],
  )
  assert.match(bench.lines().join('\n'), / W mqtt 1 messages dropped, too many wait/)
  bench.connection.send(publish({ topicName: topic, payload: '{"method":"reply","payload":{},"version":41}' }))
  bench.pass(5_000)
  const updates = said().filter(({ method }) => method === 'update')
  assert.deepEqual(
    updates.map(({ version }) => version),
    updates.map((_update, at) => 42 + at),
  )
  assert.equal(updates.length, 6)
  bench.pass(60_000)
  assert.equal(said().length, 10)
})

test('garbage on its topic is no message of the shadow: nothing is thrown, and what follows works', async (t) => {
  const board = await toldBoard(t)
  for (const payload of garbage) {
    board.bench.platform.publish(plug, topic, payload)
    await board.said(100)
  }
  // Among it is a version, but no message.
  assert.deepEqual(
    outcomes(await board.tell('postShadow', { a: 1 }))
      .at(-1)
      ?.slice(0, 2),
    ['reply', 'success'],
  )
  assert.deepEqual(board.troubles(), [])
})

function toldBoard(t: test.TestContext): Promise<ToldBoard> {
  return ToldBoard.start(t, script, { rules })
}
