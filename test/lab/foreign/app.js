// An application of somebody else's, in plain ES5, that does by hand what the build's passes do or look for.
// `app ...` is its own output; foreign.test.ts compares it.
// What the board has to do meanwhile.
import '../../../apps/switch/switch.ts'
import { log, quote } from '../../../firmware/device.ts'
import { format, parse } from '../../../node_modules/jsonc-parser/lib/esm/main.js'

var lines = 0
function say(what) {
  lines++
  print('app ' + JSON.stringify(what))
}

// A record that is called and used as the firmware's, and more.
var session = { at: 'ready', online: true, due: false, restore: { offLevel: 1 } }
var session_at = 'another'
function step(session, event) {
  return session.at === event ? session : { at: event, buttonPin: arguments[2] }
}
function otherStep(event, session) {
  return step(session || { at: 'none' }, event)
}
say([step(session, 'ready').online, step(session, 'open', 3).buttonPin, otherStep('reboot'), session_at])
say([step.apply(null, [session, 'ready']) === session, step.length, session['at'], 'restore' in session])
delete session.due
for (var key in session) say([key, session[key]])

// Words of the firmware's that people read, look up, count and send.
var names = { ready: 'a', 'wifi-lost': 'b', bug: ['ready', 'open'] }
function wordOf(fault) {
  return fault
}
function describe(word) {
  switch (word) {
    case 'ready':
      return 'READY'
    case 'wifi-lost':
      return 'no Wi-Fi'
    case 6:
      return 'a number'
    default:
      return 'other ' + word
  }
}
say([
  names.ready,
  names['wifi-lost'],
  names['bug'].indexOf('open'),
  wordOf('bug'),
  'ready'.length,
  'rea' + 'dy' === 'ready',
])
say([describe('ready'), describe('wifi-lost'), describe(6), describe('A'), '6' === 'ready', 'ready' == 6])
setTimeout(function () {
  log('app ready')
}, 400)
say(['ready', 'open'].map(quote))

// Truth is no number.
say([true, false, !0, !1, 1 === true, typeof true, String(1 > 0), true + '', [true].indexOf(1), { restore: true }])
var flag = lines > 0
say([flag === true, flag === !!1, flag == '1', JSON.stringify({ offLevel: flag, buttonPin: !flag })])

// What an arrow function cannot be.
var Maker = function () {}
Maker.prototype.offLevel = 'reboot'
var Counter = function (restore) {
  this.restore = restore
}
Counter.prototype = { next: function () { return ++this.restore } } // prettier-ignore
say([new Maker().offLevel, new Maker() instanceof Maker, new Counter(4).next(), Maker.prototype.constructor === Maker])

// Marks that are for the firmware's own sources.
/** @seldom */
function rare(which, argument0) {
  return [this === undefined || typeof this, which, argument0, arguments[2]]
}
/** Only used here. @start */
function once(seldom) {
  if (!seldom) return 'none'
  var count = seldom * 2
  return count + 1
}
say([rare(1), rare.call({}, 1, 2), /*@__INLINE__*/ once(3), /*#__INLINE__*/ once(0)])

// Names of the engine's and the firmware's, for something else.
function engine(print, setTimeout, require, board) {
  var E = print + setTimeout
  var process = { env: { VERSION: require } }
  return [E, process.env.VERSION, board.print, board.after]
}
say(engine(1, 2, 'net', { print: 'ready', after: 'open' }))
var board = { print: function (text) { return 'mine ' + text }, restore: 5 } // prettier-ignore
say([board.print('x'), board.restore, board['print']('y')])

// Variables that are used before their line, and in another order than they stand.
function early() {
  return typeof late + typeof lines
}
say([early(), late])
computed = lines > 1000 ? 'many' : 'few'
var late = 'late'
var computed
var copy = computed
var changed = 1
changed = late + changed
say([copy, changed, early()])

// Handlers handed over: as the script's last statement does it, from timers, from callbacks, to events.
var handled = []
function onTimer() {
  handled.push('timer')
}
function onceOnly() {
  handled.push('only handed over')
}
var handlers = { ready: onTimer, open: function () { handled.push(this === handlers) } } // prettier-ignore
setTimeout(onTimer, 1)
setTimeout(onceOnly, 2)
setTimeout(function () {
  var session = { at: handled.length }
  function inner() {
    handled.push('inner ' + session.at)
  }
  setTimeout(inner, 1)
  ;[1, 2].forEach(function (restore) {
    handled.push(restore)
  })
  handlers.open()
  handlers['ready']()
}, 3)
var interval = setInterval(function () {
  handled.push('interval')
  if (handled.length > 12) clearInterval(interval)
}, 4)
setTimeout(function () {
  say(handled)
}, 500)

// A library of npm's.
var text = '{"ready":true, /* open */ "restore":[1,{"offLevel":"bug"}],}'
var read = parse(text, [], { allowTrailingComma: true })
say([read, Object.keys(read), read.restore[1].offLevel])
var written = text
format(text, undefined, { tabSize: 2, insertSpaces: true, eol: '\n' })
  .reverse()
  .forEach(function (edit) {
    written = written.slice(0, edit.offset) + edit.content + written.slice(edit.offset + edit.length)
  })
say(written)
