import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildApp } from '../apps/app-bench.ts'
import { plug } from '../rig/cloud-bench.ts'
import { garbage } from './garbage.ts'
import { jsonOf, ToldBoard } from './told-board.ts'

const { script } = await buildApp('test/features/apps/told.js')
const { productKey, deviceName } = plug
const rules = { autoDelivery: 'never' } as const

for (const habit of ['esp32', 'esp8266'] as const)
  test(`the strength of the network is posted as it is now, in dBm, by an ${habit}`, async (t) => {
    const board = await ToldBoard.start(t, script, { rules }, { habit })
    const { wifi } = board.device.config
    assert.deepEqual(codes(await board.tell('postNetwork'), 'network'), [200])
    board.device.board.wifi.appear({ ...wifi, rssi: -83 })
    assert.deepEqual(codes(await board.tell('postNetwork'), 'network'), [200])
    assert.deepEqual(board.paramsOf('/_thing/diag/post'), [
      { p: { wifi: { rssi: -55 } }, model: 'quantity=single|format=simple|time=now' },
      { p: { wifi: { rssi: -83 } }, model: 'quantity=single|format=simple|time=now' },
    ])
  })

test('a broadcast to all devices is handled once for its id, one with a name each time it comes', async (t) => {
  const board = await ToldBoard.start(t, script, { rules: {} })
  const { platform } = board.bench
  assert.equal(platform.broadcast(productKey, 'for all'), 1)
  assert.equal(platform.broadcast(productKey, 'of news', 'news'), 1)
  assert.equal(platform.broadcast(productKey, 'of sport', 'sport'), 0)
  assert.deepEqual(await board.said(), ['broadcast undefined for all', 'broadcast news of news'])
  const again = (id: string, payload: string) =>
    platform.publish(plug, `/sys/${productKey}/${deviceName}/broadcast/request/${id}`, payload, 1)
  for (const id of ['11', '11', '12', '11', '13', '14', '12', '']) again(id, `id ${id}`)
  assert.deepEqual(
    await board.said(),
    ['11', '12', '13', '14', ''].map((id) => `broadcast undefined id ${id}`),
  )
  assert.deepEqual(board.troubles(), [])
})

test("what a broadcast holds is the application's: bytes as they came", async (t) => {
  const board = await ToldBoard.start(t, script, { rules: {} })
  for (const payload of garbage.slice(0, 40)) board.bench.platform.broadcast(productKey, Buffer.from(payload, 'latin1'))
  await board.said(5000)
  board.bench.platform.broadcast(productKey, '中文', 'news')
  assert.deepEqual(await board.said(), ['broadcast news 中文'])
  assert.deepEqual(board.troubles(), [])
})

test('a batch is taken in with its times, and so is history, for the device itself where nobody is named', async (t) => {
  const board = await ToldBoard.start(t, script, { rules })
  const { bench } = board
  const time = Math.floor(bench.clock.now()) - 5000
  assert.deepEqual(codes(board.all(), 'early'), [200])
  const batch = {
    properties: {
      Power: [
        { value: 1, time },
        { value: 0, time: time + 1000 },
      ],
    },
    events: { Alarm: [{ value: { Level: 2 }, time }] },
  }
  assert.deepEqual(codes(await board.tell('postBatch', batch), 'batch'), [200])
  const history = [{ properties: [{ Power: { value: 7, time } }] }, { identity: { productKey, deviceName } }, {}]
  assert.deepEqual(codes(await board.tell('postHistory', history), 'history'), [200])
  const other = [{ identity: { productKey, deviceName: 'another' }, properties: [] }]
  assert.deepEqual(codes(await board.tell('postHistory', other), 'history'), [460])
  assert.deepEqual(
    bench.seen('property-history').map(({ points }) => points.map(({ identifier, value }) => [identifier, value])),
    [
      [['Early', 1]],
      [
        ['Power', 1],
        ['Power', 0],
      ],
      [['Power', 7]],
    ],
  )
  assert.deepEqual(
    bench.seen('event-post').map(({ identifier, value, timeMs }) => [identifier, value, timeMs]),
    [['Alarm', { Level: 2 }, time]],
  )
  const identity = { productKey, deviceName }
  assert.deepEqual(board.paramsOf('/property/history/post')[1], [
    { identity, properties: [{ Power: { value: 7, time } }] },
    { identity },
    { identity },
  ])
})

/** The codes of replies that the application printed behind a word. */
function codes(lines: readonly string[], word: string): unknown[] {
  return jsonOf(lines, word).map(({ code }) => code)
}
