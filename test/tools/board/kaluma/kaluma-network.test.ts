import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foreseeing, host, kaluma, port } from './kaluma-bench.ts'

const opened = (then: string): string => `join();open(function(f,s){${then}})`
const closedFault = 'close() of a socket that has ended by itself'

test('a stream: connected, bytes both ways as chars, FIN from the peer closes the socket by itself', () => {
  const { board, clock, said, peer, hung } = kaluma(
    opened(
      's.read_cb=function(u){say(u.length+" "+u[0])};s.close_cb=function(){say("closed")};__netdev.write(f,"\\u00ff1");say(__netdev.errno)',
    ),
  )
  clock.advance(1_000)
  peer.pipes[0]?.write(Uint8Array.of(200, 1))
  clock.advance(10)
  assert.deepEqual([said(), peer.heard, board.socketsTaken], [['0', '2 200'], '\u00ff1', 1])
  peer.pipes[0]?.end()
  clock.advance(10)
  assert.deepEqual([said(), board.socketsTaken, peer.ended, hung()], [['closed'], 0, 1, []])
})

test('long data comes in pieces of a segment; a socket without read_cb drops what comes', () => {
  const { clock, said, peer } = kaluma(opened('s.read_cb=function(u){say(u.length)};global.s=s'))
  clock.advance(1_000)
  peer.pipes[0]?.write(new Uint8Array(3000))
  clock.advance(10)
  assert.deepEqual(said(), ['1460', '1460', '80'])
})

test('RST is never told: write says -1, and to close then is to hang', () => {
  const { board, clock, said, peer, hung } = kaluma(
    opened(
      's.close_cb=function(){say("closed")};global.w=function(){__netdev.write(f,"x");say(__netdev.errno)};global.c=function(){__netdev.close(f)}',
    ),
  )
  clock.advance(1_000)
  peer.pipes[0]?.reset()
  clock.advance(1_000)
  board.evaluate('w()')
  assert.deepEqual([said(), board.socketsTaken, hung()], [['-1'], 1, []])
  board.repl.evaluate('c()')
  assert.deepEqual(hung(), [closedFault])
})

test('a write to a socket that was reset, where the next connection lies, hangs', () => {
  const { board, clock, peer, hung } = kaluma(opened('global.f0=f'))
  clock.advance(1_000)
  peer.pipes[0]?.reset()
  clock.advance(10)
  board.evaluate('open(function(){})')
  clock.advance(100)
  board.repl.evaluate('__netdev.write(f0,"x")')
  assert.deepEqual(hung(), ['write to a socket that has ended, where another connection lies'])
})

test('refused is never told either', () => {
  const { clock, said, network, hung, board } = kaluma(
    'join();global.f=open(function(){say("open")});say(__netdev.errno)',
  )
  network.script(host, port, 'refused')
  board.reboot()
  said()
  clock.advance(30_000)
  assert.deepEqual(said(), [])
  board.repl.evaluate('__netdev.close(f)')
  assert.deepEqual(hung(), [closedFault])
})

test('only five connections live at once: of the sixth nothing comes, and of an address it is said to be fine; FIN makes room', () => {
  const { board, clock, said, peer, hung } = kaluma(
    'join();global.n=0;global.go=function(){open(function(){say(++n)});say("e"+__netdev.errno)}',
  )
  clock.advance(1_000)
  for (let i = 0; i < 6; i++) {
    board.evaluate('go()')
    clock.advance(100)
  }
  assert.deepEqual(said(), ['e0', '1', 'e0', '2', 'e0', '3', 'e0', '4', 'e0', '5', 'e-1'])
  assert.equal(board.socketsTaken, 6)
  const address =
    'var f=__netdev.socket("AF_INET","STREAM");__netdev.connect(f,"192.0.2.9",1883);say(__netdev.errno);__netdev.write(f,"");say(__netdev.errno);__netdev.close(f)'
  board.evaluate(address)
  assert.deepEqual(said(), ['0', '-1'])
  peer.pipes[0]?.end()
  clock.advance(100)
  board.evaluate('go()')
  clock.advance(100)
  assert.deepEqual([said(), board.socketsTaken, hung()], [['e0', '6'], 6, []])
})

test('write takes all or nothing of what the peer has not taken: 11,680 bytes; an empty one tells that it lives', () => {
  const { board, clock, peer } = kaluma(
    opened('global.w=function(n){__netdev.write(f,new Array(n+1).join("x"));return __netdev.errno}'),
  )
  clock.advance(1_000)
  const [pipe] = peer.pipes
  pipe?.pause()
  clock.advance(10)
  // The peer's window takes the first 64 KiB.
  for (let i = 0; i < 16; i++) board.evaluate('w(4096)')
  for (let i = 0; i < 11; i++) assert.equal(board.evaluate('w(1000)'), 0)
  assert.deepEqual([board.evaluate('w(700)'), board.evaluate('w(0)'), board.evaluate('w(600)')], [-1, 0, 0])
  assert.ok(board.refusedAt === undefined)
  pipe?.resume()
  clock.advance(10)
  assert.equal(board.evaluate('w(4000)'), 0)
  pipe?.reset()
  clock.advance(10)
  assert.deepEqual([board.evaluate('w(1)'), board.evaluate('w(0)')], [-1, -1])
})

test('the late end of a connection that was closed here closes whatever socket has its number by then', () => {
  const { board, clock, peer, said, hung } = kaluma(opened('global.f0=f;global.s0=s'))
  clock.advance(1_000)
  board.evaluate(
    '__netdev.close(f0);global.other=__netdev.socket("AF_INET","STREAM");__netdev.get(other).close_cb=function(){say("gone")}',
  )
  assert.equal(board.evaluate('other===f0'), true)
  peer.pipes[0]?.end()
  clock.advance(100)
  assert.deepEqual([said(), board.socketsTaken, hung()], [['gone'], 0, []])
})

test('a text of which the driver has no room for a copy is a hard fault', () => {
  const { board, clock, peer, hung } = kaluma(
    opened('global.w=function(n){__netdev.write(f,new Array(n+1).join("x"));return __netdev.errno}'),
  )
  clock.advance(1_000)
  peer.pipes[0]?.pause()
  clock.advance(10)
  for (let i = 0; i < 16; i++) board.evaluate('w(4096)')
  for (let i = 0; i < 8; i++) board.evaluate('w(1400)')
  assert.equal(board.evaluate('w(1400)'), -1)
  board.repl.evaluate('w(3000)')
  assert.deepEqual(hung(), ['hard fault: no room in the C heap for a text to be written'])
})

test('received bytes stay until the collector runs: 14.2 kB are a hard fault, typed arrays of 8 kB prevent it', () => {
  const flood = (cb: string): { hung: string[]; peak: number } => {
    const { board, clock, peer, hung } = kaluma(opened(`var n=0;s.read_cb=function(u){${cb}}`))
    clock.advance(1_000)
    for (let i = 0; i < 50; i++) {
      peer.pipes[0]?.write(new Uint8Array(1000))
      clock.advance(10)
    }
    return { hung: hung(), peak: board.cHeap.peak }
  }
  assert.deepEqual(flood('').hung, ['hard fault: the C heap is full of received bytes'])
  const { hung, peak } = flood('n+=u.length;if(n>2500){n=0;new Uint8Array(8192)}')
  assert.deepEqual(hung, [])
  assert.ok(peak <= 3_500, `${peak} bytes`)
})

test('read_cb with a second parameter, and exceptions in callbacks of the driver', () => {
  const second = kaluma(opened('s.read_cb=function(u,e){}'))
  second.clock.advance(1_000)
  second.peer.pipes[0]?.write(Uint8Array.of(1))
  second.clock.advance(10)
  assert.equal(second.hung().length, 1)
  const lost = kaluma(opened('nobody()'))
  lost.clock.advance(1_000)
  assert.deepEqual(
    [lost.said(), lost.hung(), lost.board.lostErrors],
    [[], [], ['ReferenceError: nobody is not defined']],
  )
})

test('names: not found and no answer throw after their time; without a network there is no socket', () => {
  const script = 'join();global.t=function(){var at=millis();try{open(function(){})}catch(e){say(e+" "+(millis()-at))}}'
  const found = kaluma(script)
  const none = kaluma(script, { transport: foreseeing(found.network, { answer: 'dns-failed', afterMs: 40 }) })
  none.clock.advance(1_000)
  none.board.evaluate('t()')
  none.board.wifi.jam()
  none.clock.advance(1_000)
  none.board.evaluate('t()')
  none.clock.advance(5_000)
  none.board.wifi.drop()
  none.clock.advance(5_000)
  none.board.evaluate('t()')
  assert.deepEqual(none.said(), [
    'Error: DNS Error: IP is not found. 40',
    'Error: DNS response timeout. 3000',
    'Error: WiFi is not connected. 0',
  ])
})

test('a lost network is no event; get_connection finds it once the radio has noticed; packets pass again after a join', () => {
  const { board, clock, said, peer } = kaluma(
    opened(
      'global.is=function(){__ieee80211dev.get_connection(function(e,i){say(i&&i.ssid)})};global.w=function(){__netdev.write(f,"x");say(__netdev.errno)}',
    ),
  )
  clock.advance(1_000)
  board.wifi.drop()
  board.evaluate('is();w()')
  clock.advance(4_000)
  board.evaluate('is();w()')
  assert.deepEqual(said(), ['Home', '0', 'undefined', '-1'])
  board.wifi.up()
  board.evaluate('say(join());is()')
  clock.advance(1_000)
  assert.deepEqual([said(), peer.heard], [['0', 'Home'], 'xx'], 'the same address: the old stream goes on')
})

test('a wrong password fails soon, a network without addresses after 30 s, and a name in UTF-8 is bytes in and text out', () => {
  const names = [
    { ssid: 'Caf\u00e9', password: 'secret word' },
    { ssid: 'NoDhcp', dhcp: false },
  ]
  const { said } = kaluma(
    'function j(i){var at=millis();__ieee80211dev.connect(i,function(){});say(__ieee80211dev.errno+" "+(millis()-at))}' +
      'j({ssid:"Caf\\u00c3\\u00a9",password:"other words"});j({ssid:"NoDhcp"});j({ssid:"Caf\\u00c3\\u00a9",password:"secret word"});' +
      '__ieee80211dev.get_connection(function(e,i){say(i.ssid==="Caf\\u00e9")});__ieee80211dev.scan(function(e,l){say(l[0].ssid==="Caf\\u00e9")})',
    { wifi: { accessPoints: names } },
  )
  assert.deepEqual(said(), ['-1 500', '-1 30000', '0 300', 'true', 'true'])
})
