// Pins, LED, watchdog and files: what is done to them becomes a line.

var watches = {}
var modes = {}
modes[INPUT] = 'input'
modes[OUTPUT] = 'output'
modes[INPUT_PULLUP] = 'input_pullup'

global.digitalWrite = function (pin, level) {
  tell('pin ' + pin + ' ' + level)
}
global.pinMode = function (pin, mode) {
  tell('mode ' + pin + ' ' + (modes[mode] || mode))
}
global.setWatch = function (task, pin, events, debounceMs) {
  tell('watch ' + pin + ' ' + events + ' ' + debounceMs)
  watches[pin] = task
  return 100 + pin
}
global.clearWatch = function (id) {
  delete watches[id - 100]
}

/** A falling edge at a pin that is watched. The runtime passes the pin's number, and ends a watch that throws. */
function press(pin) {
  try {
    watches[pin](pin)
  } catch (error) {
    tellViolation('a watch threw ' + error)
  }
}

var watchdogMs = 0
var fedAt = 0

/** On a board the chip would have been reset in the midst of it. */
function checkWatchdog() {
  if (!watchdogMs || now() - fedAt <= watchdogMs) return
  tell('starved ' + (now() - fedAt))
  end()
}

function WDT(ms) {
  if (ms > 8388) tellViolation('a watchdog of ' + ms + ' ms')
  tell('watchdog ' + ms)
  watchdogMs = ms
  fedAt = now()
  // Long before the next line of the script matters, the chip starts anew.
  if (ms === 1) {
    tell('reset')
    end()
  }
}
WDT.prototype.feed = function () {
  checkWatchdog()
  fedAt = now()
  tell('fed')
}

function PicoCYW43() {}
PicoCYW43.prototype.putGpio = function (pin, value) {
  if (typeof value !== 'boolean') throw new TypeError('"value" argument must be a boolean')
  tell('led ' + pin + ' ' + value)
}

var realRequire = global.require
var realFs = realRequire('fs')
var fs = {
  exists: function (path) {
    return realFs.exists(path)
  },
  readFile: function (path) {
    return realFs.readFile(path)
  },
  writeFile: function (path, bytes) {
    tell('file write ' + path + ' ' + hexOf(bytes))
    if (scenario.flashIsFull) throw new Error('ENOSPC')
    realFs.writeFile(path, bytes)
  },
  rename: function (from, to) {
    realFs.rename(from, to)
    tell('file rename ' + from + ' ' + to)
  },
  unlink: function (path) {
    realFs.unlink(path)
    tell('file unlink ' + path)
  },
}

global.require = function (name) {
  if (name === 'wdt') return { WDT: WDT }
  if (name === 'pico_cyw43') return { PicoCYW43: PicoCYW43 }
  if (name === 'fs') return fs
  return realRequire(name)
}
board.name = 'pico-w'
board.uid = scenario.uid

/** The bytes of an array in hex. */
function hexOf(bytes) {
  var text = ''
  for (var at = 0; at < bytes.length; at++) text += (bytes[at] < 16 ? '0' : '') + bytes[at].toString(16)
  return text
}

/** The bytes of a text of one character a byte. */
function bytesOf(text) {
  var bytes = new Uint8Array(text.length)
  for (var at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > 255) tellViolation('a character above 0xFF')
    bytes[at] = text.charCodeAt(at)
  }
  return bytes
}

for (var path in scenario.files) realFs.writeFile(path, bytesOf(scenario.files[path]))
