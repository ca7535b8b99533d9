import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ready, started } from '../support/device-with-wifi.ts'
import type { FakeWifi } from '../support/fake-wifi.ts'
import { switchOn } from '../support/switches.ts'

test('joins the configured Wi-Fi, and opens nothing before it has', (t) => {
  const { device, wifi } = started(t)
  assert.deepEqual(wifi.calls, ['connect Home verysecret'])
  device.seconds(20)
  assert.deepEqual(device.network.asked, [])
  wifi.connected('10.0.0.2')
  assert.deepEqual(device.log('I wifi'), ['I wifi joined "Home" 10.0.0.2'])
  assert.equal(device.network.asked.length, 1)
})

test('opens once, whether the event tells it, the callback, or both', (t) => {
  for (const tell of [(wifi: FakeWifi) => wifi.answer(), (wifi: FakeWifi) => wifi.connected('10.0.0.2')]) {
    const { device, wifi } = started(t)
    tell(wifi)
    tell(wifi)
    wifi.answer(null)
    assert.equal(device.network.asked.length, 1)
  }
})

test('a radio that throws when it is reset is tried again all the same', (t) => {
  const { device, wifi } = started(t)
  device.network.failing = () => new Error('Unable to create socket')
  const { disconnect } = wifi
  wifi.disconnect = () => {
    wifi.disconnect = disconnect
    throw new Error('no radio')
  }
  wifi.connected('10.0.0.2')
  assert.throws(() => device.seconds(10), /no radio/)
  const before = wifi.calls.length
  device.seconds(10)
  assert.equal(wifi.calls[before], 'connect Home verysecret')
})

test('a Wi-Fi that never answers is wifi-timeout after 30 s', (t) => {
  const { device, wifi } = started(t)
  device.seconds(30)
  assert.deepEqual(device.log('W'), [])
  device.seconds(1)
  assert.match(device.log('W mqtt')[0] ?? '', /^W mqtt wifi-timeout,/)
  device.seconds(1)
  wifi.found([])
  // An ESP32 hands over an empty list of a scan that something ended.
  assert.equal(device.log('W wifi').at(-1), 'W wifi wanted "Home", in range: none or no scan')
})

test('keeps trying for an hour without Wi-Fi, with waits that grow, and opens nothing', (t) => {
  const { device, wifi } = started(t, { random: 0.5 })
  device.seconds(3600)
  const joins = wifi.calls.filter((call) => call.startsWith('connect')).length
  assert.ok(joins > 50 && joins < 120, `${joins} joins`)
  assert.deepEqual(device.network.asked, [])
  assert.ok(device.fake.clock.pending <= 2)
})

for (const stage of ['opening', 'greeting', 'subscribing', 'ready'] as const) {
  test(`Wi-Fi lost while ${stage} closes the socket at once, and joins again`, (t) => {
    const { device, wifi } = started(t)
    wifi.connected('10.0.0.2')
    device.to(stage)
    wifi.disconnected()
    assert.deepEqual(device.log('W'), ['W mqtt wifi-lost, retry in 1 s (attempt 1)'])
    assert.equal(device.socket().isEnded(), true)
    device.seconds(1)
    assert.deepEqual(wifi.calls, ['connect Home verysecret', 'connect Home verysecret'])
    wifi.connected('10.0.0.2')
    assert.equal(device.network.sockets.length, 2)
  })
}

test('Wi-Fi that comes back by itself during the wait is not joined a second time', (t) => {
  const { device, wifi } = ready(t)
  wifi.disconnected()
  wifi.connected('10.0.0.2')
  device.seconds(1)
  assert.deepEqual([wifi.calls, device.network.sockets.length], [['connect Home verysecret'], 2])
})

test('another address closes the socket of the old one, silent as it is, and opens anew', (t) => {
  const { device, wifi } = ready(t)
  wifi.connected('10.0.0.77')
  assert.equal(device.network.sockets[0]?.isEnded(), true)
  assert.match(device.log('W mqtt')[0] ?? '', /^W mqtt wifi-lost,/)
  device.seconds(1)
  assert.equal(device.network.sockets.length, 2)
})

test('the same address again changes nothing', (t) => {
  const { device, wifi } = ready(t)
  wifi.connected('10.0.0.2')
  device.seconds(5)
  assert.deepEqual([device.network.sockets.length, device.log('W')], [1, []])
})

test('a Wi-Fi that drops 100 times, in any state, leaves one socket and one tick', (t) => {
  const { device, wifi } = ready(t)
  const stages = ['opening', 'greeting', 'subscribing', 'ready'] as const
  for (let i = 0; i < 100; i++) {
    wifi.disconnected()
    device.seconds(70)
    wifi.connected('10.0.0.2')
    device.to(stages[i % 4] ?? 'ready')
    device.seconds(i % 3)
  }
  device.to('ready')
  device.flow()
  assert.equal(device.network.sockets.filter((socket) => !socket.isEnded()).length, 1)
  assert.equal(device.fake.clock.pending, 1)
  assert.deepEqual(device.fake.seen('drive'), [])
})

test('five attempts that fail with Wi-Fi up reset the radio; the next attempt joins', (t) => {
  const { device, wifi } = started(t)
  device.network.failing = () => new Error('Unable to create socket')
  wifi.connected('10.0.0.2')
  device.seconds(3.5)
  assert.deepEqual([device.network.asked.length, wifi.calls], [4, ['connect Home verysecret']])
  device.seconds(2)
  assert.deepEqual(
    [device.network.asked.length, wifi.calls],
    [5, ['connect Home verysecret', 'disconnect', 'connect Home verysecret']],
  )
  assert.ok(device.log('W wifi').includes('W wifi reset after 5 attempts'))
})

test('15 minutes without ready: the state is saved, then the board reboots, once', (t) => {
  const switches = { PowerSwitch_1: switchOn(4, { restore: true }) }
  const { device, wifi } = started(t, { rebootAfterMin: 15, switches })
  wifi.connected('10.0.0.2')
  device.to('subscribing')
  device.set({ id: '1', params: { PowerSwitch_1: 1 } })
  device.set({ id: '2', params: { PowerSwitch_1: 0 } })
  device.fake.events.splice(0)
  device.seconds(899)
  assert.equal(device.fake.events.includes('reboot'), false)
  device.seconds(1)
  assert.ok(device.log('W link').includes('W link not ready for 900 s: reboot'))
  assert.equal(device.fake.saved(), '"PowerSwitch_1":0')
  device.seconds(60)
  assert.equal(device.fake.events.filter((event) => event === 'reboot').length, 1)
})

test('what is not saved yet is saved before the reboot', (t) => {
  const switches = { PowerSwitch_1: switchOn(4, { restore: true, button: 23 }) }
  const { device, wifi } = started(t, { rebootAfterMin: 1, switches })
  wifi.connected('10.0.0.2')
  device.seconds(59)
  device.press(23)
  device.press(23)
  device.seconds(1)
  const saved = device.fake.events.indexOf('save "PowerSwitch_1":0')
  assert.ok(saved >= 0 && saved < device.fake.events.indexOf('reboot'), device.fake.events.join('\n'))
})

test('never reboots when told 0, nor while ready', (t) => {
  const never = started(t, { rebootAfterMin: 0 })
  never.device.seconds(5000)
  assert.equal(never.device.fake.events.includes('reboot'), false)
  const { device } = ready(t, { rebootAfterMin: 1 })
  device.flow()
  for (let ping = 0; ping < 4; ping++) {
    device.seconds(20)
    device.socket().data('\xd0\0')
    device.socket().drain()
  }
  assert.equal(device.fake.events.includes('reboot'), false)
})
