import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDevice, deviceAt, topics } from '../support/device.ts'
import { switchOn } from '../support/switches.ts'

test('an exception is logged as bug, ends the attempt, and leaves one tick and one retry', (t) => {
  const device = deviceAt(t, 'ready')
  device.flow()
  device.link.resume('Error: no such thing')
  assert.match(device.log('E')[0] ?? '', /^E link .*bug .*no such thing/)
  assert.deepEqual(device.log('W'), ['W mqtt bug, retry in 1 s (attempt 1)'])
  assert.equal(device.socket().isEnded(), true)
  assert.equal(device.fake.clock.pending, 2)
  device.seconds(1)
  device.to('ready')
  assert.equal(device.log('I mqtt ready').length, 2)
})

for (const flags of [['LOW_MEMORY', 'MEMORY'], ['MEMORY'], ['CALLBACK'], ['FIFO_FULL', 'CALLBACK']]) {
  test(`error flags ${flags.join(', ')} end the attempt as bug: a handler may be gone`, (t) => {
    const device = deviceAt(t, 'ready')
    device.fake.flags = [...flags]
    device.link.resume(flags)
    assert.match(device.log('W mqtt')[0] ?? '', /^W mqtt bug,/)
    assert.deepEqual(device.fake.flags, [], 'asked for, so that they are told again')
  })
}

for (const flags of [['FIFO_FULL'], ['BUFFER_FULL'], ['LOW_MEMORY']]) {
  test(`error flags ${flags.join(', ')} drop nothing, and end nothing`, (t) => {
    const device = deviceAt(t, 'ready')
    device.fake.flags = [...flags]
    device.link.resume(flags)
    assert.deepEqual([device.log('W'), device.log('E'), device.socket().isEnded()], [[], [], false])
    assert.deepEqual(device.fake.flags, [])
  })
}

test('the tick saves what rests: 6 s after the save before, the newest', (t) => {
  const device = deviceAt(t, 'ready', { switches: { PowerSwitch_1: switchOn(4, { restore: true }) } })
  device.flow()
  for (const on of [1, 0]) device.set({ id: '1', params: { PowerSwitch_1: on } })
  device.socket().drain()
  device.seconds(5)
  assert.equal(device.fake.saved(), '"PowerSwitch_1":1')
  device.seconds(1)
  assert.equal(device.fake.saved(), '"PowerSwitch_1":0')
})

test('a recovery saves what is not saved yet: the save may be what was dropped', (t) => {
  const switches = { PowerSwitch_1: switchOn(4, { restore: true }) }
  const device = deviceAt(t, 'ready', { switches })
  for (const on of [1, 0]) device.set({ id: '1', params: { PowerSwitch_1: on } })
  assert.equal(device.fake.saved(), '"PowerSwitch_1":1')
  device.link.resume(['MEMORY'])
  assert.equal(device.fake.saved(), '"PowerSwitch_1":0')
})

test('100 recoveries in a row leave one tick and one retry', (t) => {
  const device = deviceAt(t, 'ready')
  device.flow()
  for (let i = 0; i < 100; i++) device.link.resume('Error: again')
  assert.equal(device.fake.clock.pending, 2)
  device.seconds(0.5)
  for (let i = 0; i < 100; i++) device.link.resume('Error: again')
  assert.equal(device.fake.clock.pending, 2)
  assert.equal(device.log('W mqtt').length, 1)
})

test('a tick that was lost with the heap runs again after a recovery, once a second', (t) => {
  const device = createDevice(t)
  device.start()
  const { kicks } = device.fake
  device.link.resume('Error: x')
  device.link.resume('Error: x')
  const before = kicks()
  device.seconds(10)
  assert.equal(kicks() - before, 10)
})

test('recovers in every stage', (t) => {
  for (const stage of ['opening', 'greeting', 'subscribing', 'ready'] as const) {
    const device = deviceAt(t, stage)
    device.link.resume('Error: x')
    device.seconds(1)
    assert.equal(device.network.sockets.length, 2, stage)
    device.to('ready')
    assert.equal(device.log('I mqtt ready').length, stage === 'ready' ? 2 : 1)
  }
})

test('publishing goes on after a recovery in the middle of a burst', (t) => {
  const device = deviceAt(t, 'ready')
  device.flow()
  for (let i = 0; i < 20; i++) device.set({ id: `${i}`, params: { PowerSwitch_1: 1 } })
  device.link.resume('Error: x')
  device.seconds(1)
  device.to('ready')
  device.flow()
  device.set({ id: 'after', params: { PowerSwitch_1: 0 } })
  const replies = device.published().filter(({ topic }) => topic === topics.setReply)
  assert.deepEqual(
    replies.map(({ payload }) => JSON.parse(payload).id),
    ['after'],
  )
})

test('a write that throws in a tick, as the socket is closed already, ends the attempt; the ticks go on', (t) => {
  const device = deviceAt(t, 'ready')
  device.flow()
  device.socket().breakDown()
  device.seconds(30)
  assert.match(device.log('W mqtt').at(-1) ?? '', /^W mqtt bug,/)
  assert.equal(device.network.sockets.length, 2)
  device.to('ready')
  assert.equal(device.log('I mqtt ready').length, 2)
  const before = device.fake.kicks()
  device.seconds(10)
  assert.equal(device.fake.kicks() - before, 10)
})

test('a slot whose timer was lost with the heap does not silence the link for good', (t) => {
  const device = deviceAt(t, 'ready')
  device.flow()
  device.fake.losesTimersOf = 250
  device.sets(Array.from({ length: 20 }, (_, i) => ({ id: `${i}`, params: { PowerSwitch_1: 1 } })))
  device.seconds(1)
  device.fake.losesTimersOf = undefined
  device.link.resume(['LOW_MEMORY', 'MEMORY'])
  device.seconds(1)
  device.to('ready')
  device.flow()
  device.set({ id: 'after', params: { PowerSwitch_1: 0 } })
  assert.deepEqual(
    device.replies().map(({ id }) => id),
    ['after'],
  )
})

test('a retry whose timer was lost with the heap comes after 125 s', (t) => {
  const device = deviceAt(t, 'ready')
  device.fake.losesTimersOf = 1000.5
  Math.random = () => 0.0005
  device.socket().close()
  device.seconds(125)
  assert.equal(device.network.sockets.length, 1)
  device.seconds(2)
  assert.equal(device.network.sockets.length, 2)
})
