// Time that runs `scenario.scale` times as fast, and lines with that time. The runtime's own timers stay behind it.

var real = {
  setTimeout: global.setTimeout,
  clearTimeout: global.clearTimeout,
  millis: global.millis,
  delay: global.delay,
  print: global.print,
  seed: global.seed,
}
/** The timer whose task runs: to clear it would hang the runtime. */
var runningTimer
var hasEnded = false

/** Since the start, ms. */
function now() {
  return real.millis() * scenario.scale
}

function tell(text) {
  if (!hasEnded) real.print('~' + now() + ' ' + text + '\n')
}

/** What the firmware must never do. */
function tellViolation(text) {
  tell('violation ' + text)
}

/** The run is over: what follows is not printed. */
function end() {
  tell('end')
  hasEnded = true
}

/** A timer of the peer's own. */
function later(ms, task) {
  real.setTimeout(
    function () {
      if (hasEnded) return
      try {
        task()
      } catch (error) {
        tell('peer failed: ' + error + ' ' + error.stack)
        end()
      }
    },
    Math.round(ms / scenario.scale),
  )
}

/** Nothing else runs for so long. */
function block(ms) {
  real.delay(Math.round(ms / scenario.scale))
}

global.millis = now
global.setTimeout = function (task, ms) {
  if (typeof ms !== 'number') throw new TypeError('"delay" argument must be a number')
  if (!(ms >= 0)) tellViolation('a timer of ' + ms + ' ms')
  var id = real.setTimeout(
    function () {
      if (hasEnded) return
      var before = runningTimer
      runningTimer = id
      try {
        task()
      } catch (error) {
        tellViolation('a timer threw ' + error)
      }
      runningTimer = before
    },
    Math.round(ms / scenario.scale),
  )
  return id
}
global.clearTimeout = function (id) {
  if (typeof id !== 'number') throw new TypeError('"id" argument must be a number')
  if (id === runningTimer) tellViolation('clearTimeout of the timer that runs')
  else real.clearTimeout(id)
}
global.setInterval = function () {
  tellViolation('setInterval, which catches up after what blocked')
}
global.print = function (text) {
  if (!hasEnded) real.print('~' + now() + ' > ' + text)
}
global.seed = function (number) {
  tell('seed ' + number)
  real.seed(number)
}
