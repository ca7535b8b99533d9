import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bench, host, joined, port } from '../../rig/simulated-board.ts'

/** Prints the module's events and the outcome of a connect. */
const watch = `var w=require("Wifi");["associated","connected","disconnected"].forEach(function(e){
  w.on(e,function(d){print(e+" "+(d.ip||d.msg||d.reason||d.ssid))})});`
const join = (ssid: string, password = ''): string =>
  `w.connect(${JSON.stringify(ssid)},{password:${JSON.stringify(password)}},function(e){print("callback "+e)});`

test('joins: callback(null) on the address, with associated and connected', () => {
  const { clock, lines } = bench(watch + join('Home'))
  clock.advance(1000)
  assert.deepEqual(lines, ['associated Home', 'callback null', 'connected 192.0.2.7'])
})

test('a name and a password in UTF-8 reach the access point as bytes', () => {
  const { clock, lines } = bench(watch + join('客厅', '密码"\\12'), {
    wifi: { accessPoints: [{ ssid: '客厅', password: '密码"\\12' }] },
  })
  clock.advance(1000)
  assert.deepEqual(lines, ['associated 客厅', 'callback null', 'connected 192.0.2.7'])
})

for (const profile of ['esp32', 'esp8266'] as const) {
  test(`${profile}: the driver keeps 31 bytes of a name and 63 of a password, up to the first 0`, () => {
    const psk = '0123456789abcdef'.repeat(4)
    const wifi = { accessPoints: [{ ssid: 'H'.repeat(32) }, { ssid: 'Home', password: psk }, { ssid: 'Nul' }] }
    for (const [ssid, password, isFound] of [
      ['H'.repeat(32), '', false],
      ['Home', psk, false],
      ['Nul\0 and more', '\0', true],
    ] as const) {
      const { clock, lines } = bench(watch + join(ssid, password), { profile, wifi })
      clock.advance(20_000)
      assert.equal(lines.includes(`callback null`), isFound, `${ssid}: ${lines.join()}`)
    }
    const cut = { accessPoints: [{ ssid: 'H'.repeat(31), password: psk.slice(1) }] }
    const { clock, lines } = bench(watch + join('H'.repeat(32), psk.slice(1)), { profile, wifi: cut })
    clock.advance(1000)
    assert.ok(lines.includes('callback null'))
  })
}

test('an ESP32 tries three times, then says what is wrong and switches the radio off', () => {
  for (const [ssid, password, why, withinMs] of [
    ['Nowhere', '', 'NO_AP_FOUND', 6000],
    ['Home', 'wrong', '4WAY_HANDSHAKE_TIMEOUT', 9000],
  ] as const) {
    const { clock, lines } = bench(watch + join(ssid, password))
    clock.advance(withinMs - 1)
    assert.deepEqual(lines, [])
    clock.advance(60_000)
    assert.deepEqual(lines, [`disconnected ${why}`, `callback ${why}`])
  }
})

test('an ESP8266 calls back at the first failure and keeps trying for ever', () => {
  const { board, clock, lines } = bench(watch + join('Later'), { profile: 'esp8266' })
  clock.advance(4100)
  assert.deepEqual(lines, ['callback no_ap_found', 'disconnected no_ap_found', 'disconnected no_ap_found'])
  board.wifi.appear({ ssid: 'Later' })
  clock.advance(3000)
  assert.deepEqual(lines.slice(-2), ['associated Later', 'connected 192.0.2.7'])
})

test('an ESP32 comes back from the first drop in silence, and is off for good after the third', () => {
  const { board, clock, lines } = bench(watch + join('Home'))
  clock.advance(1000)
  board.wifi.kick()
  clock.advance(1000)
  assert.deepEqual(lines.slice(3), ['associated Home', 'connected 192.0.2.7'])
  board.wifi.drop()
  clock.advance(30_000)
  board.wifi.up()
  clock.advance(600_000)
  assert.deepEqual(lines.slice(5), ['disconnected NO_AP_FOUND'])
})

test('connect brings an ESP32 back after its radio went off', () => {
  const { board, clock, lines } = bench(watch + join('Home') + 'w.on("disconnected",function(){setTimeout(again,1000)});' +
    `function again(){${join('Home')}}`) // prettier-ignore
  clock.advance(1000)
  board.wifi.drop()
  clock.advance(8000)
  board.wifi.up()
  clock.advance(20_000)
  assert.deepEqual(lines.slice(-2), ['callback null', 'connected 192.0.2.7'])
})

test('connected already: an ESP8266 calls back at once without an event, an ESP32 joins anew', () => {
  const script = `${watch}${join('Home')}setTimeout(function(){${join('Home')}},5000)`
  const again = (profile: 'esp32' | 'esp8266'): string[] => {
    const { clock, lines } = bench(script, { profile })
    clock.advance(10_000)
    return lines.slice(3)
  }
  assert.deepEqual(again('esp8266'), ['callback null'])
  assert.deepEqual(again('esp32'), ['associated Home', 'callback null', 'connected 192.0.2.7'])
})

test('builds whose callback never comes still tell the event', () => {
  const { clock, lines } = bench(watch + join('Home'), {
    wifi: { accessPoints: [{ ssid: 'Home' }], callbacks: 'never' },
  })
  clock.advance(1000)
  assert.deepEqual(lines, ['associated Home', 'connected 192.0.2.7'])
})

test('an access point without an address server gives an association and nothing more', () => {
  const { clock, lines } = bench(watch + join('Home'), { wifi: { accessPoints: [{ ssid: 'Home', dhcp: false }] } })
  clock.advance(60_000)
  assert.deepEqual(lines, ['associated Home'])
})

test('scan answers one list, loudest first, the channel a string; a second one meanwhile throws', () => {
  const accessPoints = [
    { ssid: 'far', rssi: -80 },
    { ssid: 'near', rssi: -40, channel: 11, password: 'x' },
  ]
  const script = `var w=require("Wifi");w.scan(function(l){print(l.map(function(a){
    return a.ssid+a.rssi+a.authMode+typeof a.channel}).join())});try{w.scan(function(){})}catch(e){print(e.message)}`
  const { clock, lines } = bench(script, { wifi: { accessPoints } })
  clock.advance(5000)
  assert.deepEqual(lines, ['A scan is already in progress', 'near-40wpa2string,far-80openstring'])
})

const scan = 'w.scan(function(l){print("heard "+l.map(function(a){return a.ssid}))});'

for (const stationStart of ['connects', 'waits'] as const) {
  const is = stationStart === 'waits' ? 'after' : 'before'
  const wifi = { accessPoints: [{ ssid: 'Other' }], stationStart }

  test(`an ESP32 ${is} PR 2752: a scan of the radio at rest, which knows a network, ${is === 'after' ? 'hears' : 'is empty'}`, () => {
    const { board, clock, lines } = bench(`${watch}${join('Home')}setTimeout(function(){${scan}},10000)`, { wifi })
    clock.advance(9_000)
    assert.deepEqual(lines, ['disconnected NO_AP_FOUND', 'callback NO_AP_FOUND'])
    clock.advance(10_000)
    assert.deepEqual(lines.slice(2), [is === 'after' ? 'heard Other' : 'heard '])
    board.wifi.appear({ ssid: 'Home' })
    clock.advance(60_000)
    assert.deepEqual(lines.slice(3), [], 'what the scan may have begun has ended with it')
  })

  test(`an ESP32 ${is} PR 2752: a connect amid a scan comes to nothing, and is not told`, () => {
    const script = `${watch}${scan}setTimeout(function(){${join('Other')}},500)`
    const { clock, lines } = bench(script, { wifi })
    clock.advance(60_000)
    assert.deepEqual(lines, [is === 'after' ? 'heard ' : 'heard Other'])
  })

  test(`an ESP32 ${is} PR 2752: a scan amid an attempt is never answered, nor is another one possible`, () => {
    const script = `${watch}${join('Home')}${scan}setTimeout(function(){try{${scan}}catch(e){print(e.message)}},20000)`
    const { clock, lines } = bench(script, { wifi })
    clock.advance(60_000)
    assert.deepEqual(lines.slice(2), ['A scan is already in progress'])
    assert.ok(!lines.join().includes('heard'))
  })

  test(`an ESP32 ${is} PR 2752: a scan while it is connected hears, and the connection goes on`, () => {
    const script = `${watch}${join('Other')}setTimeout(function(){${scan}},5000)`
    const { board, clock, lines } = bench(script, { wifi })
    clock.advance(60_000)
    assert.deepEqual(lines.slice(3), ['heard Other'])
    assert.equal(board.wifi.isOnline, true)
  })
}

test('a scan takes 1.5 s', () => {
  for (const profile of ['esp32', 'esp8266'] as const) {
    const { clock, lines } = bench(`${watch}${scan}`, { wifi: { accessPoints: [{ ssid: 'Other' }] }, profile })
    clock.advance(1499)
    assert.deepEqual(lines, [])
    clock.advance(5)
    assert.deepEqual(lines, ['heard Other'])
  }
})

const talk = joined(`var s=require("net").connect({host:"${host}",port:${port}});s.on("data",function(d){print(d)});
  ["error","end","close"].forEach(function(e){s.on(e,function(){print(e)})});setInterval(function(){s.write(".")},1000);`)

test('a socket outlives a short loss of Wi-Fi: no event, and both directions catch up', () => {
  const { board, clock, lines, peer } = bench(talk)
  clock.advance(5400)
  board.wifi.kick()
  peer.pipes[0]?.write(Buffer.from('meanwhile'))
  clock.advance(200)
  assert.deepEqual(lines, [])
  clock.advance(5000)
  assert.deepEqual(lines, ['meanwhile'])
  assert.equal(peer.heard, '.'.repeat(10))
})

test('with a new address the old socket is deaf and dumb for ever, and nobody says so', () => {
  const { board, clock, lines, peer } = bench(talk)
  clock.advance(5400)
  board.wifi.ip = '192.0.2.99'
  board.wifi.kick()
  const heard = peer.heard
  peer.pipes[0]?.write(Buffer.from('lost'))
  clock.advance(60_000)
  assert.deepEqual([lines, peer.heard], [[], heard])
  assert.equal(board.wifi.address, '192.0.2.99')
})

test('a jam loses packets without the radio noticing', () => {
  const { board, clock, lines, peer } = bench(talk)
  clock.advance(5400)
  board.wifi.jam()
  peer.pipes[0]?.write(Buffer.from('held'))
  clock.advance(10_000)
  assert.deepEqual([lines, board.wifi.address], [[], '192.0.2.7'])
  board.wifi.unjam()
  clock.advance(10)
  assert.deepEqual(lines, ['held'])
})
