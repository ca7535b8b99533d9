import assert from 'node:assert/strict'
import type { Runtime, World } from './worlds.ts'

/** One thing that the firmware relies on. */
export interface PlatformPromise {
  /** A sentence. */
  readonly what: string
  /** What runs on the board, as the engine has it: ES5, with `platform` and `say(text)`. */
  readonly script: string
  /** What happens meanwhile. */
  readonly meanwhile?: (world: World, runtime: Runtime) => void
  /** What is said in the end. */
  readonly says: readonly string[]
}

const join = `var wifi=platform.wifiModule(platform.modulesOf(),function(){});
function join(password,then){wifi.connect("Home",{password:password},function(e){if(e)say("refused")});
wifi.on("connected",function(d){if(d&&d.ip)then(d.ip)})}`

const connect = (host: string, after: string): string => `${join}
join("secret-1",function(){
  var s
  try{s=platform.board.net.connect({host:"${host}",port:1883})}
  catch(e){say((""+e).indexOf(platform.board.noSuchHost)>=0?"no such host":"thrown");return}
  s.on("error",function(e){say(e.code===platform.board.noAddress?"no such host":"error")})
  ${after}
})`

export const promises: readonly PlatformPromise[] = [
  {
    what: 'names the network and Wi-Fi among its modules',
    script: `var m=platform.modulesOf();say(m.indexOf("net")>=0);say(m.indexOf("Wifi")>=0)`,
    says: ['true', 'true'],
  },
  {
    what: 'prints a line; its bytes leave as they are',
    script: `platform.board.print("caf\\xc3\\xa9 \\xe5\\xbc\\x80");platform.board.print("")`,
    says: ['café 开', ''],
  },
  {
    what: 'runs a task once, later, after the time given',
    script: `platform.board.after(function(){say("later")},50);platform.board.after(function(){say("soon")},0);say("now")`,
    says: ['now', 'soon', 'later'],
  },
  {
    what: 'cancels a task that waits; after one that has run, or in it, cancelling does no harm',
    script: `var b=platform.board,one=b.after(function(){say("never")},20)
var two=b.after(function(){b.cancel(two);say("two")},10)
b.cancel(one);b.after(function(){b.cancel(b.after(function(){},9));say("three")},30)`,
    says: ['two', 'three'],
  },
  {
    what: 'goes on when a task has thrown',
    script: `platform.board.after(function(){throw new Error("first")},10);platform.board.after(function(){say("second")},20)`,
    says: ['second'],
  },
  {
    what: 'has a clock in seconds that a waiting task sees move',
    script: `var t=platform.board.now();platform.board.after(function(){var d=platform.board.now()-t;say(d>=1&&d<1.1)},1000)`,
    says: ['true'],
  },
  {
    what: 'calls the listeners of an event later, in their order, with the values; one that throws ends no other',
    script: `var b=platform.board
b.on("connect",function(){throw new Error("mine")})
b.on("connect",function(x,y){say("second "+x+" "+y)})
b.on("close",function(){say("never")})
b.emit("connect","a","b");say("first")`,
    says: ['first', 'second a b'],
  },
  {
    what: 'takes a seed for its random numbers, and draws other ones with another',
    script: `var b=platform.board,r=function(n){b.seedRandom(n);return Math.random()+"/"+Math.random()}
say(r(7)===r(0xfffffff))`,
    says: ['false'],
  },
  {
    what: 'has a serial number that ends in hex, and says which engine and board it is',
    script: `var b=platform.board;say(/[0-9a-f]{7}$/i.test(b.serial));say(b.version.length>3)`,
    says: ['true', 'true'],
  },
  {
    what: 'knows its pins, and no others; a pin shows no other level on its way to the first one',
    script: `var p=platform.board.pinOf;say(p("@noPin")==null);say(p("")==null);var n=+p("@pin");platform.board.drive(n,1);platform.board.drive(n,0)`,
    meanwhile: ({ board, clock }, { pin }) => {
      clock.advance(10)
      assert.deepEqual(
        board.pinEdges.filter((edge) => edge.pin === pin).map(({ value }) => value),
        [1, 0],
      )
    },
    says: ['true', 'true'],
  },
  {
    what: 'keeps the newest record over a power cut, and has none before the first',
    script: `var was=platform.openJournal("switches",platform.placeOf("switches"));say("was "+was)
platform.board.after(function(){say(platform.appendRecord('"a":1'+was.length));},100)`,
    meanwhile: ({ board, clock, lines }) => {
      for (const wanted of [2, 4, 6]) {
        clock.runUntil(() => lines.length >= wanted, { withinMs: 5_000 })
        board.powerOff()
        board.boot()
      }
      clock.advance(10)
    },
    says: ['was ', 'true', 'was "a":10', 'true', 'was "a":16', 'true', 'was "a":16'],
  },
  {
    what: 'joins a network, and tells the address',
    script: `${join}
join("secret-1",function(ip){say(ip)})`,
    says: ['192.0.2.7'],
  },
  {
    what: 'says that a wrong password was refused, and joins with the right one after that',
    script: `${join}
join("wrong-password",function(ip){say(ip)})
platform.board.after(function(){wifi.disconnect();wifi.connect("Home",{password:"secret-1"},function(){})},10000)`,
    says: ['refused', '192.0.2.7'],
  },
  {
    what: 'lists the networks in range with their strength',
    script: `var w=platform.wifiModule(platform.modulesOf(),function(){})
w.scan(function(one,two){var l=two||one;say(l.length+" "+l[0].ssid+" "+(l[0].rssi<0))})`,
    says: ['1 Home true'],
  },
  {
    what: 'knows how strong the network is that it is in, and that it is in none',
    script: `${join}
say(platform.rssi()<0)
join("secret-1",function(){say(platform.rssi());wifi.disconnect();platform.board.after(function(){say(platform.rssi()<0)},1000)})`,
    says: ['false', '-55', 'false'],
  },
  {
    what: 'tells within 10 s that the network is gone, if it is fed each second, and joins again',
    script: `${join}
wifi.on("disconnected",function(){say("gone");platform.board.after(function(){wifi.connect("Home",{password:"secret-1"},function(){})},20000)})
join("secret-1",function(ip){say(ip)})
platform.guard(function(){},function(){},say)
function tick(){platform.board.after(tick,1000);platform.board.kick()}
tick()`,
    meanwhile: ({ board, clock, lines }) => {
      clock.runUntil(() => lines.length === 1, { withinMs: 20_000 })
      board.wifi.drop()
      clock.runUntil(() => lines.length === 2, { withinMs: 10_000 })
      board.wifi.up()
      clock.runUntil(() => lines.length === 3, { withinMs: 60_000 })
    },
    says: ['192.0.2.7', 'gone', '192.0.2.7'],
  },
  {
    what: 'sends what is written before the connection is open, and says when the peer has taken it',
    script: connect(
      'peer.test',
      `var told;s.on("drain",function(x){if(!told)say("drain "+(this===s&&(x==null||x===s)));told=1});s.write("hello");s.write("\\x00\\xff")`,
    ),
    meanwhile: ({ clock, peer, lines }) => {
      clock.runUntil(() => lines.length > 0, { withinMs: 20_000 })
      clock.advance(100)
      assert.equal(peer.heard, 'hello\x00\xff')
    },
    says: ['drain true'],
  },
  {
    what: 'hands bytes over as text of one character a byte, with the socket as `this`, and tells the end',
    script: connect(
      'peer.test',
      `s.on("data",function(d){say((this===s)+" "+d.length+" "+d.charCodeAt(1)+" "+d.charCodeAt(2))});s.on("close",function(e){say("close "+!!e)})`,
    ),
    meanwhile: ({ clock, peer }) => {
      clock.runUntil(() => peer.pipes.length > 0, { withinMs: 20_000 })
      clock.advance(100)
      peer.pipes[0]?.write(Uint8Array.of(65, 0, 255, 66))
      clock.advance(100)
      peer.pipes[0]?.end()
      clock.advance(1_000)
    },
    says: ['true 4 0 255', 'close false'],
  },
  {
    what: 'writes more than a send buffer holds, in order',
    script: connect(
      'peer.test',
      `var t="";for(var i=0;i<200;i++)t+="0123456789";t+=t;t+=t;t+=t;s.on("drain",function(){say("drain")});s.write(t)`,
    ),
    meanwhile: ({ clock, peer }) => {
      clock.runUntil(() => peer.heard.length === 16_000, { withinMs: 30_000 })
      clock.advance(1_000)
      assert.equal(peer.heard, '0123456789'.repeat(1600))
    },
    says: ['drain'],
  },
  {
    what: 'says that a host has no address, and by which of the two signs',
    script: connect('nowhere.test', `s.write("x")`),
    says: ['no such host'],
  },
  {
    what: 'ends a socket, hands over nothing more of it, and opens the next one',
    script: connect(
      'peer.test',
      `s.on("data",function(){say("data")});s.write("one")
  platform.board.after(function(){s.end();s[platform.board.closeNow]=true
    var n=platform.board.net.connect({host:"peer.test",port:1883});n.write("two");n.on("data",function(d){say(d)})},1000)`,
    ),
    meanwhile: ({ clock, peer }) => {
      clock.runUntil(() => peer.heard === 'onetwo', { withinMs: 20_000 })
      peer.pipes[0]?.write(Buffer.from('no'))
      peer.pipes[1]?.write(Buffer.from('yes'))
      clock.advance(1_000)
    },
    says: ['yes'],
  },
  {
    what: 'resets when nobody feeds the watchdog, once the link was ready, and not while it is fed',
    script: `platform.guard(function(){},function(){},function(){});platform.onReady()
var fed=0;function tick(){if(++fed<60){platform.board.after(tick,1000);platform.board.kick()}}
tick();say("start")`,
    meanwhile: ({ clock, lines, resets }, { watchdogS: [least, most] }) => {
      clock.advance(59_500)
      assert.equal(resets(), 0)
      clock.advance(1000 * (least - 2))
      assert.equal(resets(), 0)
      clock.runUntil(() => lines.length === 2, { withinMs: 1000 * (most - least) + 6_000 })
    },
    says: ['start', 'start'],
  },
  {
    what: 'starts anew when it is told to',
    script: `say("start");platform.board.after(function(){platform.board.reboot()},1000)`,
    meanwhile: ({ clock, lines }) => void clock.runUntil(() => lines.length === 2, { withinMs: 5_000 }),
    says: ['start', 'start'],
  },
  {
    what: 'frees what only the start uses, and all works on',
    script: `platform.forgetBuiltIns(true);say(JSON.parse("[1]")[0]);say(/a/.test("a"));say(new Int32Array(2).length)`,
    says: ['1', 'true', '2'],
  },
]
