import type { KalumaProbe } from './probe.ts'

/** JavaScript itself. */
export const languageProbes: readonly KalumaProbe[] = [
  {
    name: 'strict mode: this of a plain call is undefined',
    script: String.raw`
function f() { return typeof this }
say(f())`,
    lines: ['undefined'],
  },
  {
    name: 'strict mode: an undeclared name throws when it is set',
    script: 'say(thrown(function () { nobody = 1 }))',
    lines: ['ReferenceError: nobody is not defined'],
  },
  {
    name: "a top-level var is no module's own, and lives on",
    script: String.raw`
var top = 1
say(typeof global.top + " " + (globalThis === global) + " " + typeof window + " " + typeof self)`,
    lines: ['number true undefined undefined'],
  },
  {
    name: 'String.fromCharCode does not cut to a byte',
    script:
      'say(String.fromCharCode(300).charCodeAt(0) + " " + String.fromCharCode(65836).charCodeAt(0) + " " + String.fromCharCode(-1).charCodeAt(0))',
    lines: ['300 300 65535'],
  },
  {
    name: 'String.fromCharCode.apply takes 1,460 codes',
    script: 'say(String.fromCharCode.apply(null, new Uint8Array(1460)).length)',
    lines: ['1460'],
  },
  {
    name: 'in a comma list that begins with a name, names set later are not seen',
    script: String.raw`
say(thrown(function () { return (function () { var a, b; return (a = function () { return b() }, b = function () { return 1 }, a()) })() }))
say(thrown(function () { var a, b; a = function () { return b() }; b = function () { return 1 }; return a() }))`,
    lines: ['ReferenceError: b is not defined', 'gives 1'],
  },
  {
    name: 'in such a list a function does not see its own name',
    script: 'say(thrown(function () { var a; return (a = function (n) { return n ? a(n - 1) : "done" }, a(2)) }))',
    lines: ['ReferenceError: a is not defined'],
  },
  {
    name: 'out of memory is no exception: the runtime ends',
    script: String.raw`
say("before")
say(thrown(function () { var all = []; for (;;) all.push(new Uint8Array(10000)) }))
say("behind")`,
    lines: ['before'],
  },
  {
    name: 'recursion without an end is no exception',
    script: String.raw`
say("before")
say(thrown(function () { function f(n) { return f(n + 1) + 1 }; return f(0) }))
say("behind")`,
    lines: ['before'],
  },
  {
    name: 'substr, startsWith and indexOf as the firmware uses them',
    script:
      'say(["abc".substr(-2), "abc".substr(1, 9), "abc".startsWith("b", 1), "abc".startsWith("c", 9), "abc".indexOf("c", -5), "abc"[5], "abc".charCodeAt(5)].join(" "))',
    lines: ['bc bc true false 2  NaN'],
  },
  {
    name: 'integers beyond 31 bits, shifts and Int32Array',
    script: String.raw`
var a = new Int32Array(1)
a[0] = 4294967295 + 2
say([a[0], 2147483647 + 1, (2147483647 + 1) | 0, 1 << 31, -1 >>> 0, 300 & 255].join(" "))`,
    lines: ['1 2147483648 -2147483648 -2147483648 4294967295 44'],
  },
  {
    name: 'numbers as text',
    script: 'say([0.1 + 0.2, 1 / 3, 1e21, 123456789012345680000, -0, 1e-7].join(" "))',
    lines: ['0.30000000000000004 0.3333333333333333 1e+21 123456789012345680000 0 1e-7'],
  },
  {
    name: 'new syntax that parses',
    script:
      'say(thrown(function () { return eval("var [a, ...b] = [1, 2, 3]; a + b.length + (null ?? 4) + 2 ** 3") }))',
    lines: ['gives 15'],
  },
  {
    name: 'new syntax that does not',
    script: String.raw`
say(thrown(function () { eval("var a; a?.b") }))
say(thrown(function () { eval("var a; a ??= 1") }))
say(thrown(function () { eval("var a; class A { #x }") }))
say(thrown(function () { eval("var a; /(?<=a)b/") }))
say(thrown(function () { eval("var a; /(?<n>a)/") }))`,
    lines: [
      'SyntaxError: Primary expression expected. [<eval>:1:10]',
      'SyntaxError: Primary expression expected. [<eval>:1:12]',
      'SyntaxError: Property identifier expected. [<eval>:1:18]',
      'SyntaxError: Invalid group [<eval>:1:8]',
      'SyntaxError: Invalid group [<eval>:1:8]',
    ],
  },
  {
    name: "a loop's let is fresh each turn, a sort is stable, keys keep their order",
    script: String.raw`
var f = []
for (let i = 0; i < 3; i++) f.push(function () { return i })
say(f.map(function (g) { return g() }).join() + " " + Object.keys({ b: 1, a: 2, 1: 3 }).join() + " " + [[2, "a"], [1, "b"], [2, "c"], [1, "d"]].sort(function (x, y) { return x[0] - y[0] }).map(function (x) { return x[1] }).join(""))`,
    lines: ['0,1,2 1,b,a bdac'],
  },
  {
    name: 'an error names itself, and has a stack',
    script: String.raw`
var error = new TypeError("text")
say(error + " " + typeof error.stack)
say(thrown(function () { undefined.x }))
say(thrown(function () { null.f() }))
say(thrown(function () { ({}).f() }))
say(thrown(function () { nowhere }))`,
    lines: [
      'TypeError: text object',
      "TypeError: Cannot read property 'x' of undefined",
      "TypeError: Cannot read property 'f' of null",
      'TypeError: Expected a function.',
      'ReferenceError: nowhere is not defined',
    ],
  },
]
