import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { recordEvents } from '../../../../tools/cloud/store/recorder.ts'
import { openState } from '../../../../tools/cloud/store/state.ts'
import { createMemoryStore } from '../../../../tools/cloud/store/memory-store.ts'
import { createTimeline } from '../../../../tools/cloud/model/timeline.ts'
import { plug, startMemoryCloud } from '../../../local-platform/memory-cloud.ts'

const hourMs = 3600 * 1000
const noon = 1_700_000_000_000
const everything = { identifier: 'A', fromMs: 0, toMs: 1e15, limit: 100, ascending: true }

/** A platform whose clock a test sets, with its history, and a device that posts. */
async function start(t: TestContext, file = ':memory:', startMs = noon) {
  const clock = { nowMs: startMs }
  const state = openState(file, assert.fail)
  const cloud = await startMemoryCloud(t, { store: state.store, wallNow: () => clock.nowMs })
  t.after(() => state.close())
  cloud.platform.onEvent(recordEvents(state))
  const device = await cloud.connect()
  const post = (A: object | number) =>
    device.publish('/sys/a1DEMO/plug01/thing/event/property/post', { id: '1', params: { A } })
  const shown = () => cloud.platform.devices()[0]?.properties['A']
  const history = (query = {}) => state.history(plug, { ...everything, ...query }).map(({ value }) => value)
  return { clock, state, cloud, device, post, shown, history }
}

test('the order goes on where the clock is set back, and again, and by itself where it is not', () => {
  let nowMs = 1000
  const timeline = createTimeline(() => nowMs, createMemoryStore())
  const seen = [1000, 1500, 500, 700, 400, 2000].map((wall) => {
    nowMs = wall
    return timeline().orderMs
  })
  assert.deepEqual(seen, [1000, 1500, 1500, 1700, 1700, 3300])
})

test('a bare value is taken after the clock was set back, with the time that the clock shows now', async (t) => {
  const { clock, post, shown, history } = await start(t)
  await post(1)
  clock.nowMs -= hourMs
  await post(2)
  assert.deepEqual(shown(), { value: 2, timeMs: noon - hourMs })
  clock.nowMs += 1000
  await post(3)
  assert.deepEqual(shown(), { value: 3, timeMs: noon - hourMs + 1000 })
  assert.deepEqual(history(), [1, 2, 3])
  assert.deepEqual(history({ ascending: false, limit: 2 }), [3, 2])
  assert.deepEqual(history({ fromMs: noon - hourMs, toMs: noon - hourMs }), [2])
})

test('so it is for a device that takes its time from the platform: it goes on, and what is older stays so', async (t) => {
  const { clock, post, shown } = await start(t)
  await post(1)
  clock.nowMs -= hourMs
  await post({ value: 2, time: clock.nowMs - 10 * 60_000 })
  assert.equal(shown()?.value, 1, 'older by the new clock')
  clock.nowMs += 5000
  await post({ value: 3, time: clock.nowMs - 1000 })
  assert.equal(shown()?.value, 3)
  clock.nowMs -= hourMs
  await post({ value: 4, time: clock.nowMs - 1 })
  assert.equal(shown()?.value, 4, 'the time of the one before is still to come')
})

test("a device's own times are compared as they are, and order its history", async (t) => {
  const { clock, post, shown, history } = await start(t)
  await post({ value: 1, time: noon - 5 * hourMs })
  clock.nowMs -= hourMs
  await post({ value: 2, time: noon - 6 * hourMs })
  assert.deepEqual(shown(), { value: 1, timeMs: noon - 5 * hourMs })
  await post({ value: 3, time: noon - 4 * hourMs })
  assert.deepEqual(shown(), { value: 3, timeMs: noon - 4 * hourMs })
  assert.deepEqual(history(), [2, 1, 3])
})

test('a clock that was set back while no platform ran freezes nothing', async (t) => {
  const store = createMemoryStore()
  const post = async (wallMs: number, A: number | object) => {
    const cloud = await startMemoryCloud(t, { store, wallNow: () => wallMs })
    const device = await cloud.connect()
    await device.publish('/sys/a1DEMO/plug01/thing/event/property/post', { id: '1', params: { A } })
    return cloud.platform.devices()[0]?.properties['A']
  }
  await post(noon, 1)
  assert.deepEqual(await post(noon - hourMs, 2), { value: 2, timeMs: noon - hourMs })
  // As the version before wrote it: without a word of whose time it is.
  store.write('reported', 'plug01&a1DEMO', { A: { value: 3, timeMs: noon } })
  assert.equal((await post(noon - hourMs, 4))?.value, 4)
  store.write('reported', 'plug01&a1DEMO', { A: { value: 5, timeMs: noon } })
  assert.equal((await post(noon - hourMs, { value: 6, time: noon - 2 * hourMs }))?.value, 5)
})

test('messages that wait keep their seven days when the clock is set back', async (t) => {
  const dayMs = 24 * hourMs
  const { clock, cloud, device } = await start(t)
  await device.hangUp()
  await (await cloud.connect(plug, { clean: false })).hangUp()
  cloud.platform.setProperty(plug, { A: 1 })
  clock.nowMs -= 30 * dayMs
  cloud.platform.setProperty(plug, { A: 2 })
  clock.nowMs += 7 * dayMs + 1
  const back = await cloud.connect(plug, { clean: false })
  assert.deepEqual(back.published(), [])
})
