import assert from 'node:assert/strict'
import { test } from 'node:test'
import { analyseBundle, findPackages } from './analyse-bundle.ts'

/** Bad scripts and what must be said of each; each is the smallest that shows the rule red. */
const bad: [what: string, script: string, says: string | RegExp][] = [
  ['spread', 'print([1, ...E.a])', /^1:11 no ES5/],
  ['let', 'let a = 1; print(a)', /no ES5/],
  ['templates', 'print(`a`)', /no ES5/],
  ['classes', 'class A {}', /no ES5/],
  ['default parameters', 'setTimeout((a = 1) => print(a), 1)', /no ES5/],
  ['destructuring', 'var [a] = E.a; print(a)', /no ES5/],
  ['for-of', 'for (var a of E.a) print(a)', /no ES5/],
  ['async functions', 'async function f() {}', /no ES5/],
  ['bytes above 0x7E', 'print("\x80")', '1:8 the character U+0080: only printable ASCII may be there'],
  ['a raw DEL', 'print("\x7f")', /U\+007f/],
  ['a label', 'a: for (;;) break a', '1:1 a label'],
  ['a case after default', 'switch (E.a) { default: print(1); case 2: print(2) }', '1:1 case after default'],
  ['a getter', 'print({ get a() { return 1 } })', /getter/],
  ['with', 'with (E) print(1)', '1:1 with'],
  ['(?: )', 'print(/(?:a)/)', /^1:7 \(\?: \), lookahead/],
  ['lookahead', 'print(/a(?=b)/)', /lookahead/],
  ['{n}', 'print(/a{2}/)', /\{n\}/],
  ['a leading {n}', 'print(/[a]{2,3}/)', /\{n\}/],
  ['a lazy quantifier', 'print(/a+?/)', /lazy/],
  ['\\b', 'print(/\\ba/)', /\\b/],
  ['a backreference', 'print(/(a)\\1/)', /backreference/],
  ['/ in a class', 'print(/[/]/)', /in a class/],
  ['the flag m', 'print(/a/m)', /flags m/],
  ['a character above 0xFF', 'print("\\u4e2d")', /cut to one byte/],
  ['setting length', 'var a = []; a.length = 0', /length/],
  ['arguments.callee', '(function () { print(arguments.callee) })()', /callee/],
  ['clearTimeout() of all timers', 'clearTimeout()', /ALL timers/],
  ['the limit of split()', 'print("a b".split(" ", 1))', /limit/],
  ['Object.freeze', 'print(Object.freeze({}))', '1:7 the engine has no Object.freeze'],
  ['Math.trunc', 'print(Math.trunc(1))', /no Math\.trunc/],
  ['Math.pow', 'print(Math.pow(2, 32))', /inexact/],
  ['Array.from', 'print(Array.from("a"))', /no Array\.from/],
  ['Number.isInteger', 'print(Number.isInteger(1))', /no Number\.isInteger/],
  ['Date.UTC', 'print(Date.UTC(2026, 1))', /no Date\.UTC/],
  ['Promise.race', 'print(Promise.race([]))', /no Promise\.race/],
  ['prototypes of built-ins', 'print(Array.prototype.slice)', /Array\.prototype/],
  ['Map', 'print(new Map())', '1:11 the engine has no Map'],
  ['Symbol', 'print(Symbol())', /no Symbol/],
  ['TextEncoder', 'print(new TextEncoder())', /no TextEncoder/],
  ['exports', 'exports.a = 1', /no exports/],
  ['flat()', 'print([[1]].flat())', /no method flat\(\)/],
  ['at()', 'print("a".at(0))', /no method at\(\)/],
  ['codePointAt()', 'print("a".codePointAt(0))', /no method codePointAt/],
  ['finally()', 'Promise.resolve().finally(print)', /no method finally/],
  ['a global by assignment', 'a = 1', "1:1 assigns to a, which makes a global or replaces the engine's"],
  ['a call before the function', 'f(); function f() {}', '1:6 function f stands behind statements: no hoisting'],
  ['the same inside a function', '(function () { f(); function f() {} })()', /f stands behind/],
  ['a function behind what is computed', 'var a = E.b(); function f() { return a } print(f())', /f stands behind/],
  ['a function in a block', 'if (E.a) { function f() {} }', /f in a block/],
  [
    'reading a var before',
    'print(a); var a = 1',
    '1:7 a is used where its var may not have been executed: no hoisting',
  ],
  ['assigning a var before', 'a = 1; var a', /^1:1 a is used/],
  ['a var in a branch', 'if (E.a) { var b = 1 } print(b)', /b is used/],
  ['a var in the other branch', 'if (E.a) { var b = 1 } else { b = 2 }', /b is used/],
  ['a var in another case', 'switch (E.a) { case 1: var b = 1; break; default: b = 2 }', /b is used/],
  ['a var in a loop', 'while (E.a) { var b = 1 } print(b)', /b is used/],
  ['a var of a loop over keys', 'for (var b in E) print(b); print(b)', /b is used/],
  ['a var behind a return', 'function f() { return E.a ? ((b = 1), b) : 0; var b } f()', /b is used/],
  ['a var of a try', 'try { var b = E.a() } catch (e) { print(b) }', /b is used/],
  ['a var behind a function that needs it', 'function f() { a = 1 } f(); var a', /a is used/],
  ['the same at second hand', 'function g() { print(a) } function f() { g() } f(); var a = 1', /a is used/],
  ['the same by a callback', 'E.each(function () { a = 1 }); var a', /a is used/],
  ['the same in a function called on the spot', '(function () { print(a) })(); var a = 1', /a is used/],
  ['Node modules', 'print(require("fs"))', '1:15 requires fs'],
  ['modules at second hand', 'function f(a) { return require(a) } f("net"); f("http")', /^1:49 requires http/],
  ['the same by a variable', 'var f = function (a) { return require(a) }; f("http")', /requires http/],
  ['modules with a made-up name', 'print(require("n" + E.a))', /name is not in the script/],
  ['require as a value', 'print(require)', /not called/],
]

for (const [what, script, says] of bad) {
  test(`the bundle check refuses ${what}`, () => {
    const said = analyseBundle(script)
    assert.ok(said.length > 0, 'nothing was found')
    if (typeof says === 'string') assert.deepEqual(said, [says])
    else assert.match(said.join('\n'), says)
  })
}

/** Scripts that the engine runs; a check that refuses them would be switched off soon. */
const good: [what: string, script: string][] = [
  ['arrow functions', 'var f; f = (a) => a + 1; setTimeout(() => print(f(1)), 1)'],
  ['constants before functions', 'var a = 1, b = { c: 0 }; function f() { return a } print(f(), b)'],
  ['functions at the head, then vars', 'function f() { return a } var a = 1; print(f())'],
  ['a var in a branch for that branch', 'if (E.a) { var b = 1; print(b) }'],
  ['a var in a case for that case', 'switch (E.a) { case 1: case 2: var b = 1; print(b) }'],
  ['a var of a loop behind it', 'for (var i = 0; i < 3; i++) print(i); print(i)'],
  ['a var of a loop over keys', 'for (var key in E) print(key)'],
  ['a function kept for later that needs a later var', 'var a = { f: function () { return b } }, b = 1; print(a)'],
  ['functions that call each other', 'function f() { g() } function g() { f() } f()'],
  ['a var behind an early return', 'function f() { if (E.a) return 0; var b = 1; return b } f()'],
  ['a name in the catch of a try', 'try { E.a() } catch (error) { print(error) }'],
  ['simple regular expressions', 'print(/^[A-Za-z0-9_.:@-]*$/.test("a"), "a/b".split("/"), /\\{1|\\d+/g)'],
  [
    'all five modules',
    'function f(a) { return require(a) } f("Wifi"); f("net"); f("tls"); f("crypto"); require("Storage")',
  ],
  ['high bytes as escapes', 'print("\\xe4\\xb8\\xad")'],
  ['own members with names that are no methods', 'var session = { at: 1, flat: 2 }; print(session.at, session.flat)'],
]

for (const [what, script] of good) {
  test(`the bundle check takes ${what}`, () => assert.deepEqual(analyseBundle(script), []))
}

test('a source map names npm code and whatever is no source of the firmware', () => {
  const sources = [
    '../firmware/main.ts',
    '../apps/switch/switch.ts',
    '../apps/other/other.ts',
    '../node_modules/tslib/tslib.es6.js',
    '\0virtual',
  ]
  assert.deepEqual(findPackages(JSON.stringify({ sources })), sources.slice(2))
})
