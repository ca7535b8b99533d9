import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bench, host, joined, port } from '../../rig/simulated-board.ts'

const home = { ssid: 'Home', channel: 11, rssi: -60, mac: '02:00:00:00:00:09' }
const show =
  'print(JSON.stringify(w.getStatus()));print(JSON.stringify(w.getIP()));print(JSON.stringify(w.getDetails()));'
const events =
  '["associated","connected","disconnected"].forEach(function(n){w.on(n,function(e){print(n+" "+JSON.stringify(e))})});'

const address = (ip: string, mask: string, gw: string) => ({ ip, netmask: mask, gw, mac: '24:0a:c4:00:01:02' })
const online = address('192.0.2.7', '255.255.255.0', '192.0.2.1')
const details = { ssid: 'Home', password: '' }
/** How strong the network is stands in the status of an ESP32, and in the details of an ESP8266, 0 while there is none. */
const strength = (profile: string, rssi: number) => (profile === 'esp8266' ? { rssi } : {})
const nobody = '00:00:00:00:00:00'

for (const [profile, off, on, mask, channel, left] of [
  [
    'esp32',
    { station: 'off', mode: 'NULL', powersave: 'min_modem' },
    { station: 'connected', ssid: 'Home', rssi: -60, mode: 'STA', powersave: 'min_modem' },
    'netmask',
    '11',
    { reason: '8', msg: 'ASSOC_LEAVE' },
  ],
  [
    'esp8266',
    { mode: 'sta', station: 'idle', ap: 'disabled', powersave: 'none' },
    { mode: 'sta', station: 'connected', ap: 'disabled', powersave: 'none' },
    'mask',
    11,
    { reason: 'assoc_leave' },
  ],
] as const) {
  test(`what the Wifi module of an ${profile} tells of its state, before and while it is connected, and in its events`, () => {
    const script = `w=require("Wifi");${show}${events}w.connect("Home",{});setTimeout(function(){${show}w.disconnect()},2000)`
    const { clock, lines } = bench(script, { profile, wifi: { accessPoints: [home] } })
    clock.advance(5000)
    const told = lines.map((line) => JSON.parse(line.replace(/^\w+ /, '')) as unknown)
    assert.deepEqual(told, [
      off,
      address('0.0.0.0', '0.0.0.0', '0.0.0.0'),
      { status: 'off', ssid: '', password: '', ...strength(profile, 0) },
      { ssid: 'Home', mac: home.mac, channel },
      { ip: online.ip, [mask]: online.netmask, gw: online.gw },
      on,
      online,
      { status: 'connected', ...details, ...strength(profile, -60) },
      { ssid: 'Home', mac: nobody, ...left },
    ])
    const names = lines.flatMap((line) => /^(\w+) /.exec(line)?.[1] ?? [])
    assert.deepEqual(names, ['associated', 'connected', 'disconnected'])
  })

  test(`the Wifi module of an ${profile} tells how strong the network is now`, () => {
    const script = `w=require("Wifi");setInterval(function(){print(w.get${profile === 'esp32' ? 'Status' : 'Details'}().rssi)},1000);w.connect("Home",{})`
    const { board, clock, lines } = bench(script, { profile, wifi: { accessPoints: [home] } })
    clock.advance(1500)
    board.wifi.appear({ ...home, rssi: -81 })
    clock.advance(1000)
    assert.deepEqual(lines, ['-60', '-81'])
  })

  test(`what an ${profile} calls back with, and what it refuses`, () => {
    const attempt = (source: string) => `try{${source};print("ok")}catch(e){print(e+"")};`
    const script = [
      'w=require("Wifi");w.getIP(function(e,i){print(e+" "+i.ip)});w.getDetails(function(d){print(d.status)});w.stopAP(print);',
      ...['w.connect()', 'w.connect("Home",{password:1})', 'w.connect("Home",{},1)', 'w.disconnect(1)', 'w.scan()'].map(
        attempt,
      ),
    ].join('')
    const { clock, lines } = bench(script, { profile })
    clock.advance(100)
    assert.deepEqual(lines, [
      'Error: No SSID provided',
      'Error: Expecting options.password to be a string',
      'Error: Expecting callback function but got 1',
      'Error: Expecting callback function but got 1',
      'Error: Expecting callback function but got undefined',
      'null 0.0.0.0',
      'off',
      'null',
    ])
  })
}

test('net.connect prints what is wrong with its arguments; a socket that was ended, and what is none, cannot be written to', () => {
  const to = `{host:"${host}",port:${port}}`
  const { clock, lines } = bench(
    joined(`var n=require("net");print(n.connect(1));print(n.connect(null));print(n.connect(${to},2));
    s=n.connect(${to});s.end();try{s.write("x")}catch(e){print(e+"")};try{({write:s.write}).write(1)}catch(e){print(e+"")}`),
  )
  clock.advance(3000)
  assert.deepEqual(lines, [
    'ERROR: Expecting Options to be an Object but it was Number',
    'undefined',
    'ERROR: Expecting Options to be an Object but it was null',
    'undefined',
    'ERROR: Expecting Callback Function but got Number',
    'undefined',
    'Error: This socket is closed',
    'Error: Not a Socket',
  ])
})
