import type { KalumaProbe } from './probe.ts'

/** Timers and time. */
export const timersProbes: readonly KalumaProbe[] = [
  {
    name: 'setTimeout without a time throws',
    script: 'say(thrown(function () { setTimeout(function () {}) }))',
    lines: ['TypeError: "delay" argument must be a number'],
  },
  {
    name: 'setTimeout passes no arguments, and this is undefined',
    script: 'setTimeout(function () { say(arguments.length + " " + typeof this) }, 1, "x", "y")',
    lines: ['0 undefined'],
  },
  {
    name: 'ids of timers count up, and are not used again',
    script: String.raw`
var ids = []
function next() { ids.push(setTimeout(function () {}, 1)) }
next(); next(); next()
say((ids[1] - ids[0]) + " " + (ids[2] - ids[1]))
setTimeout(function () { next(); say(ids[3] > ids[2]) }, 20)`,
    lines: ['1 1', 'true'],
  },
  {
    name: 'clearTimeout of no number throws, of no timer does nothing',
    script: String.raw`
say(thrown(function () { clearTimeout() }))
say(thrown(function () { clearTimeout(undefined) }))
say(thrown(function () { clearTimeout(12345) }))`,
    lines: [
      'TypeError: "id" argument must be a number',
      'TypeError: "id" argument must be a number',
      'gives undefined',
    ],
  },
  {
    name: 'timers of one time run in the order in which they were set',
    script: String.raw`
setTimeout(function () { print("a") }, 5)
setTimeout(function () { print("b") }, 5)
setTimeout(function () { print("c\n") }, 5)`,
    lines: ['abc'],
  },
  {
    name: 'an exception in a timer ends that timer only',
    script: String.raw`
var count = 0
var timer = setInterval(function () { say("turn " + ++count); throw new Error("in it") }, 5)
setTimeout(function () { say("another goes on"); clearInterval(timer) }, 60)`,
    lines: [
      'turn 1',
      '\u001b[31mError: in it\r',
      '\u001b[0m\u001b[31m  at <anonymous>:2\r',
      '\u001b[0manother goes on',
    ],
  },
  {
    name: 'setInterval catches up after a call that blocked: no turn is left out',
    script: String.raw`
var count = 0
var timer = setInterval(function () { count++ }, 10)
setTimeout(function () { delay(100) }, 1)
setTimeout(function () { clearInterval(timer); say(count >= 15) }, 200)`,
    lines: ['true'],
  },
  {
    name: 'clearInterval inside its own task is fine',
    script: String.raw`
var count = 0
var timer = setInterval(function () { if (++count === 3) { clearInterval(timer); say("ended") } }, 5)`,
    lines: ['ended'],
  },
  {
    name: 'a reaction of a promise runs after the script',
    script: String.raw`
Promise.resolve().then(function () { say("reaction") })
say("script")`,
    lines: ['script', 'reaction'],
  },
  {
    name: 'millis and micros count from the start on',
    script: 'say(typeof millis() + " " + (millis() < 2000) + " " + (micros() >= millis()))',
    lines: ['number true true'],
  },
  {
    name: 'delay blocks',
    script: String.raw`
var start = millis()
delay(30)
say(millis() - start >= 30)`,
    lines: ['true'],
  },
]
