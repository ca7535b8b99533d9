import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ready, started } from '../support/device-with-wifi.ts'

test('a Wi-Fi that refuses is wifi-timeout, with its reason and what is in range, without the password', (t) => {
  const { device, wifi } = started(t)
  wifi.answer('bad password')
  assert.deepEqual(wifi.calls, ['connect Home verysecret', 'disconnect'])
  device.seconds(1)
  assert.deepEqual(wifi.calls.slice(2), ['scan'], 'the radio has come to rest; it joins when the list is there')
  wifi.found([
    { ssid: 'Home', rssi: -60 },
    { ssid: '', rssi: -90 },
  ])
  assert.deepEqual(device.log('W'), [
    'W wifi not joined: bad password',
    'W mqtt wifi-timeout, retry in 1 s (attempt 1)',
    'W wifi wanted "Home", in range: "Home" -60 dBm "" -90 dBm',
  ])
  assert.equal(device.log().join().includes('secret'), false)
  assert.deepEqual(wifi.calls.slice(2), ['scan', 'connect Home verysecret'])
})

test('a scan that fails, or is refused, says so and not that nothing is in range; it joins at once', (t) => {
  const { device, wifi } = started(t)
  wifi.answer('bad password')
  device.seconds(1)
  wifi.scanFails('CWMODE failed')
  assert.equal(device.log('W').at(-1), 'W wifi wanted "Home", in range: unknown, CWMODE failed')
  assert.equal(wifi.calls.at(-1), 'connect Home verysecret')
  const { scan } = wifi
  wifi.scan = () => {
    throw new Error('A scan is already in progress')
  }
  wifi.answer('bad password')
  device.seconds(4)
  assert.equal(device.log('W').at(-1), 'W wifi wanted "Home", in range: unknown, Error: A scan is already in progress')
  assert.deepEqual(wifi.calls.slice(-2), ['disconnect', 'connect Home verysecret'])
  wifi.scan = scan
  wifi.answer('bad password')
  device.seconds(8)
  assert.equal(wifi.calls.at(-1), 'scan', 'the next time it asks again')
})

test('a scan that is never answered costs one attempt: from then on it joins without, until the answer comes after all', (t) => {
  const { device, wifi } = started(t)
  wifi.answer('bad password')
  device.seconds(1)
  device.seconds(31)
  assert.equal(device.log('W mqtt').length, 2)
  for (let i = 0; i < 3; i++) {
    device.seconds(60)
    assert.equal(wifi.calls.at(-1), 'connect Home verysecret')
    wifi.answer('bad password')
  }
  assert.equal(wifi.calls.filter((call) => call === 'scan').length, 1)
  device.seconds(60)
  const { length } = wifi.calls
  wifi.found([{ ssid: 'Other', rssi: -40 }])
  assert.equal(device.log('W wifi').at(-1), 'W wifi wanted "Home", in range: "Other" -40 dBm')
  assert.equal(wifi.calls.length, length, 'an attempt that runs is not begun anew')
  wifi.answer('bad password')
  device.seconds(60)
  assert.equal(wifi.calls.filter((call) => call === 'scan').length, 2)
})

test('a radio that joins by itself while it scans is not joined a second time', (t) => {
  const { device, wifi } = started(t)
  wifi.answer('bad password')
  device.seconds(1)
  wifi.associated()
  wifi.connected('10.0.0.2')
  wifi.found([])
  assert.deepEqual([wifi.calls.at(-1), device.network.asked.length], ['scan', 1])
})

test('a network that lets it in and gives no address: wifi-timeout says so, and it is asked anew', (t) => {
  const { device, wifi } = started(t)
  wifi.associated()
  device.seconds(31)
  // The radio was told to leave, and says so.
  wifi.answer('ASSOC_LEAVE')
  wifi.disconnected()
  assert.deepEqual(device.log('W'), [
    'W mqtt wifi-timeout, retry in 1 s (attempt 1)',
    'W wifi let in by "Home", no address',
  ])
  device.seconds(1)
  wifi.found([{ ssid: 'Home', rssi: -60 }])
  device.seconds(31)
  assert.equal(
    device.log('W').filter((line) => line.includes('no address')).length,
    1,
    'not of an attempt that was not let in',
  )
  assert.deepEqual(device.network.asked, [])
  device.seconds(3)
  wifi.found([{ ssid: 'Home', rssi: -60 }])
  wifi.associated()
  wifi.connected('10.0.0.2')
  assert.equal(device.network.asked.length, 1)
})

test('let in again with the address it has, as after a short drop: nothing changes', (t) => {
  const { device, wifi } = ready(t)
  wifi.associated()
  device.seconds(5)
  wifi.connected('10.0.0.2')
  device.seconds(5)
  assert.deepEqual([device.network.sockets.length, device.log('W')], [1, []])
  wifi.associated()
  wifi.connected('10.0.0.77')
  assert.match(device.log('W mqtt')[0] ?? '', /^W mqtt wifi-lost,/)
})

test('a list of networks that comes behind an error argument, as the AT module gives it, is read', (t) => {
  const { device, wifi } = started(t)
  wifi.answer('no')
  device.seconds(1)
  wifi.found([{ ssid: 'Other', rssi: -40 }], null)
  assert.equal(device.log('W wifi').at(-1), 'W wifi wanted "Home", in range: "Other" -40 dBm')
})
