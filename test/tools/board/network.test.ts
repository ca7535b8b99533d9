import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMemoryNetwork } from '../../virtual/memory-network.ts'
import { createVirtualClock } from '../../virtual/virtual-clock.ts'
import { bench, foreseeing, host, joined, port } from '../../rig/simulated-board.ts'

/** Opens a socket as `s` and prints its events. */
const open = `var s=require("net").connect({host:"${host}",port:${port}});
  ["connect","data","error","end","close"].forEach(function(e){s.on(e,function(a){
    print(e+(e=="data"?" "+a.length:e=="error"?" "+a.code:e=="close"?" "+a:""))})});`

test('an ESP8266 gets at most 268 bytes a data event, an ESP32 536', () => {
  for (const [profile, sizes] of [
    ['esp8266', [268, 268, 64]],
    ['esp32', [536, 64]],
  ] as const) {
    const { clock, lines, peer } = bench(joined(open), { profile })
    clock.advance(1000)
    peer.pipes[0]?.write(Buffer.alloc(600))
    clock.advance(100)
    assert.deepEqual(lines, ['connect', ...sizes.map((size) => `data ${size}`)], profile)
  }
})

test('a foreseen refusal throws on an ESP32 and is an error event on an ESP8266', () => {
  const script = joined(`try{${open}}catch(e){print("thrown "+e)}`)
  for (const [profile, wanted] of [
    ['esp32', ['ERROR: Connect failed (err 111)', 'thrown InternalError: Unable to create socket']],
    ['esp8266', ['error -9', 'end', 'close true']],
  ] as const) {
    const clock = createVirtualClock()
    const network = createMemoryNetwork(clock)
    network.script(host, port, 'refused')
    const { lines } = bench(script, { profile, clock, transport: foreseeing(network, 'refused') })
    clock.advance(1000)
    assert.deepEqual(lines, wanted)
  }
})

test('an ESP32 has 16 sockets, an ESP8266 10: one more is an error', () => {
  for (const [profile, most] of [
    ['esp32', 16],
    ['esp8266', 10],
  ] as const) {
    const script = `var n=0;for(var i=0;i<${most}+1;i++)try{
      require("net").connect({host:"${host}",port:${port}}).on("error",function(){n++})}catch(e){n++}
      setTimeout(function(){print(n)},1000)`
    const { board, clock, lines } = bench(joined(script), { profile })
    clock.advance(5000)
    assert.deepEqual([lines.at(-1), board.counts().sockets], ['1', most], profile)
  }
})

test('without Wi-Fi an ESP32 throws at once, whatever the host is', () => {
  const { lines } = bench(`["1.2.3.4","${host}"].forEach(function(h){
    try{require("net").connect({host:h,port:1})}catch(e){print(e.toString())}})`)
  assert.deepEqual(lines, [
    'ERROR: Connect failed (err 113)',
    'InternalError: Unable to create socket',
    'InternalError: Unable to locate host',
  ])
})

test('a black hole never answers, and the script can give the socket up', () => {
  const { board, clock, network, lines } = bench(joined(`${open}setTimeout(function(){s.end()},15000)`))
  network.script(host, port, 'black-hole')
  clock.advance(14_000)
  assert.deepEqual([lines, board.counts().sockets], [[], 1])
  clock.advance(5000)
  assert.deepEqual([lines, board.counts().sockets], [['end', 'close false'], 0])
})

test('a blocking connect holds timers back until a black hole is given up after 75 s', () => {
  const clock = createVirtualClock()
  const network = createMemoryNetwork(clock)
  network.script(host, port, 'black-hole')
  const script = joined(`setTimeout(function(){print("timer "+getTime())},1000);
    try{${open}}catch(e){print(e.toString(),getTime())}`)
  const { lines } = bench(script, { clock, blockingConnect: true, transport: foreseeing(network, 'black-hole') })
  clock.advance(100_000)
  assert.deepEqual(lines, [
    'ERROR: Connect failed (err 110)',
    'InternalError: Unable to create socket 75.302',
    'timer 75.302',
  ])
})

test('a blocking connect that nobody foresaw holds timers back until the answer', () => {
  const script = joined(`setTimeout(function(){print("timer")},10);${open}`)
  const { clock, network, lines } = bench(script, { blockingConnect: true })
  network.script(host, port, 'open', { latencyMs: 400 })
  clock.advance(1000)
  assert.deepEqual(lines, [])
  clock.advance(300)
  assert.deepEqual(lines.sort(), ['connect', 'timer'])
})

test('what a peer with a full window does not take stays in the queue of the script, and is counted', () => {
  const { board, clock, peer } = bench(joined(`${open}s.on("connect",function(){s.write("x".repeat(100000))})`))
  peer.pipes.length = 0
  clock.runUntil(() => peer.pipes.length > 0, { withinMs: 1000 })
  peer.pipes[0]?.pause()
  clock.advance(2000)
  assert.ok(board.counts().sendQueueBytes > 20_000)
  peer.pipes[0]?.resume()
  clock.advance(2000)
  assert.equal(board.counts().sendQueueBytes, 0)
  assert.equal(peer.heard.length, 100_000)
})

test('closing leaves nothing behind: no socket, no listener, no stream', () => {
  const { board, clock, network, peer } = bench(joined(`${open}s.on("connect",function(){s.write("hi");s.end()})`))
  clock.advance(1000)
  assert.equal(peer.heard, 'hi')
  peer.pipes[0]?.end()
  clock.advance(100)
  assert.deepEqual([board.counts().sockets, board.counts().listeners, network.open], [0, 0, 0])
})

test('power off tells the peer nothing, or resets the connection', () => {
  for (const how of ['silent', 'reset'] as const) {
    const { board, clock, peer } = bench(joined(open))
    clock.advance(1000)
    let resets = 0
    const [pipe] = peer.pipes
    if (pipe) pipe.onReset = () => resets++
    board.powerOff(how)
    clock.advance(60_000)
    assert.equal(resets, how === 'reset' ? 1 : 0)
  }
})

test('a stuck event loop handles nothing, then everything in order', () => {
  const { board, clock, lines, peer } = bench(joined(`${open}setInterval(function(){print("tick")},20000)`))
  clock.advance(1000)
  board.block(50_000)
  peer.pipes[0]?.write(Buffer.from('hello'))
  clock.advance(49_000)
  assert.deepEqual(lines, ['connect'])
  clock.advance(2000)
  assert.deepEqual(lines, ['connect', 'tick', 'data 5', 'tick'])
})

test('without a data handler 512 bytes are kept, and what is too much at the end is an error flag', () => {
  const { clock, board, peer } = bench(joined(`s=require("net").connect({host:"${host}",port:${port}})`))
  clock.advance(1000)
  for (const bytes of [500, 12, 1]) {
    peer.pipes[0]?.write(Buffer.alloc(bytes))
    clock.advance(100)
  }
  assert.deepEqual([board.evaluate('s.available()'), board.counts().receiveQueueBytes], [512, 513])
  peer.pipes[0]?.end()
  clock.advance(100)
  assert.equal(board.evaluate('s.available()+" "+E.getErrorFlags()'), '512 BUFFER_FULL')
  assert.equal(board.evaluate('s.read(500).length+" "+s.read().length+" "+s.available()'), '500 12 0')
})

test('a connection that is answered while the board has no network passes nothing until it has one again', () => {
  const { clock, board, peer } = bench(joined(`s=require("net").connect({host:"${host}",port:${port}});s.write("hi")`))
  clock.runUntil(() => board.counts().sockets === 1, { withinMs: 1000 })
  board.wifi.jam()
  clock.advance(1000)
  assert.equal(peer.heard, '')
  board.wifi.unjam()
  clock.advance(1000)
  assert.equal(peer.heard, 'hi')
})

test('what was written before the end of a socket is sent first, however many turns that takes', () => {
  for (const profile of ['esp32', 'esp8266'] as const) {
    const script = joined(
      `s=require("net").connect({host:"${host}",port:${port}});s.write("x".repeat(2000));s.end("y")`,
    )
    const { clock, board, peer } = bench(script, { profile })
    clock.advance(2000)
    assert.equal(peer.heard, `${'x'.repeat(2000)}y`)
    assert.equal(board.counts().sockets, 0)
  }
})
