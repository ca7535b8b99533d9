import type { KalumaProbe } from './probe.ts'

/** What stands in the global object: functions, board, process, modules. */
export const globalsProbes: readonly KalumaProbe[] = [
  {
    name: 'what Node has and Kaluma has not',
    script:
      'say([typeof Buffer, typeof setImmediate, typeof queueMicrotask, typeof TextEncoder, typeof exports, typeof module, typeof Intl, typeof WeakRef].join(" "))',
    lines: ['undefined undefined undefined function undefined undefined undefined undefined'],
  },
  {
    name: 'what Espruino has and Kaluma has not',
    script:
      'say([typeof E, typeof Pin, typeof getTime, typeof reset, typeof LED1, typeof Storage, typeof dump, typeof D0].join(" "))',
    lines: ['undefined undefined undefined undefined undefined undefined undefined undefined'],
  },
  {
    name: 'what Kaluma has',
    script:
      'say([typeof print, typeof require, typeof millis, typeof micros, typeof delay, typeof seed, typeof atob, typeof btoa, typeof board, typeof storage, typeof SystemError].join(" "))',
    lines: ['function function function function function function function function object object function'],
  },
  {
    name: 'pins and their modes are numbers',
    script: 'say([INPUT, OUTPUT, INPUT_PULLUP, INPUT_PULLDOWN, FALLING, RISING, CHANGE, HIGH, LOW].join(" "))',
    lines: ['0 1 2 3 4 8 12 1 0'],
  },
  {
    name: 'atob gives an array of bytes',
    script: String.raw`
var bytes = atob("aGkhgA==")
say((bytes instanceof Uint8Array) + " " + bytes)
say(btoa(bytes) + " " + btoa("hi"))`,
    lines: ['true 104,105,33,128', 'aGkhgA== aGk='],
  },
  {
    name: 'TextDecoder and TextEncoder of ascii map bytes and characters',
    script: String.raw`
say(hex(new TextDecoder("ascii").decode(new Uint8Array([0, 127, 128, 255]))))
say(new TextEncoder("ascii").encode("a\x80\xff") + "")`,
    lines: ['0 7f 80 ff', '97,128,255'],
  },
  {
    name: "escape, unescape and encodeURI are the engine's",
    script: String.raw`
say(escape("a\xe5%+ /") + " " + hex(unescape("%E5%u5496")) + " " + encodeURI("\u5496 %"))`,
    lines: ['a%E5%25+%20/ e5 5496 %E5%92%96%20%25'],
  },
  {
    name: "decodeURIComponent is Kaluma's own: what is no UTF-8 does not throw",
    script:
      'say(hex(decodeURIComponent("%E5%92%96")) + " " + decodeURIComponent("%D6%D0").length + " " + thrown(function () { return typeof decodeURIComponent("%ED%A0%80") }))',
    lines: ['5496 1 gives string'],
  },
  {
    name: 'Date begins at 0 with the board',
    script: 'say(Math.floor(Date.now() / 100000) + " " + new Date(0).toISOString())',
    lines: ['0 1970-01-01T00:00:00.000Z'],
  },
  {
    name: 'Math.random draws the same at each start, as with the seed 1',
    script: String.raw`
function draw() { return Math.random() }
var first = draw()
seed(1)
say(first === draw())`,
    lines: ['true'],
  },
  {
    name: 'setWatch wants a pin and a number of events',
    script: String.raw`
say(thrown(function () { setWatch(function () {}) }))
say(thrown(function () { setWatch(function () {}, 0, "x") }))`,
    lines: ['TypeError: "pin" argument must be a number', 'TypeError: "events" argument must be a number'],
  },
  {
    name: 'pinMode and digitalWrite want numbers',
    script: String.raw`
say(thrown(function () { pinMode("GP0", OUTPUT) }))
say(thrown(function () { digitalWrite("GP0", 1) }))
say(thrown(function () { digitalWrite(0, true) }))
say(thrown(function () { digitalWrite(0, 1) }))`,
    lines: [
      'TypeError: "pin" argument must be a number or number[]',
      'TypeError: "pin" argument must be a number or number[]',
      'TypeError: "value" argument must be a number',
      'gives undefined',
    ],
  },
  {
    name: 'seed() makes it draw others, the same for the same number',
    script: String.raw`
function draw() { return Math.random() }
seed(7)
var first = draw()
seed(8)
var other = draw()
seed(7)
say((first === draw()) + " " + (first === other))`,
    lines: ['true false'],
  },
  {
    name: 'process says what it is',
    script:
      'say(process.version + " " + Object.keys(process).sort().join() + " " + typeof process.exit + " " + typeof process.env + " " + typeof process.on)',
    lines: [
      '1.2.1 arch,binding,builtin_modules,getBuiltinModule,memoryUsage,platform,version undefined undefined undefined',
    ],
  },
  {
    name: 'process.memoryUsage',
    script: 'say(Object.keys(process.memoryUsage()).join() + " " + process.memoryUsage().heapTotal)',
    lines: ['heapTotal,heapUsed,heapPeak 184312'],
  },
  {
    name: 'board says what it is',
    script: 'say(Object.keys(board).sort().join() + " " + typeof board.uid)',
    lines: ['adc,button,gpio,i2c,led,name,pwm,spi,uart,uid string'],
  },
  {
    name: 'require of what is not there throws',
    script: 'say(thrown(function () { require("nothing") }))',
    lines: ['Error: Failed to load module: nothing'],
  },
  {
    name: "an object made of a module of the board's radio is not there",
    script: 'say(typeof global.__netdev + " " + typeof global.__ieee80211dev)',
    lines: ['undefined undefined'],
  },
]
