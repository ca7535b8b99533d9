import assert from 'node:assert/strict'
import { test } from 'node:test'
import { declareFirst } from '../../../tools/build/passes/declare-first.mjs'
import { oneLine, runPassesOn } from './run-passes.ts'

const declare = async (script: string) => oneLine(await runPassesOn('apps/app.js', script, declareFirst()))

for (const [what, code, made] of [
  ['of a branch', 'if (x) { var y = 1; }', 'var y;if (x) { y = 1; }'],
  ['of a branch, without a value', 'if (x) var y; else f();', 'var y;if (x) ; else f();'],
  ['of a loop', 'f(); for (var i = 0, n; i < 3; i++) g();', 'var i,n;f(); for (i = 0; i < 3; i++) g();'],
  ['of a loop, without a value', 'f(); for (var i;;) g(i);', 'var i;f(); for (;;) g(i);'],
  ['over an object', 'f(); for (var k in x) g(k);', 'var k;f(); for (k in x) g(k);'],
  ['some of which have values', 'f(); var a, b = 1, c, d = 2, e;', 'var a,b,c,d,e;f(); b = 1,d = 2;'],
  ['that is declared twice', 'var a = 1; f(); var a = 2;', 'var a = 1; f(); a = 2;'],
  [
    'of a function',
    'var g = function () { f(); var a = 1; return a };',
    'var g = function () { var a;f(); a = 1; return a };',
  ],
  ['of an arrow', 'var g = () => { f(); var a = 1; };', 'var g = () => { var a;f(); a = 1; };'],
  ['of what is caught', 'try { f(); } catch (e) { var a = e; }', 'var a;try { f(); } catch (e) { a = e; }'],
] as const)
  test(`a variable ${what} is declared first`, async () => assert.equal(await declare(code), made))

for (const code of [
  'var a = 1, b; f(a);',
  'function f() { var a = 1; return a } f();',
  'var g = x => h(x); g(1);',
  "'use strict'; var a; f(a);",
])
  test(`what stands first stays: ${code}`, async () => assert.equal(await declare(code), code))

test('functions come first in their block, each with what it declares', async () => {
  assert.equal(
    await declare('f(); function f() { g(); var a = 1; function g() { return a } } if (x) { h(); function h() {} }'),
    'function f() { var a;function g() { return a }g(); a = 1; }f(); if (x) { function h() {}h(); }',
  )
})

test('a loop does not begin with a function, which the engine would take for a declaration', async () => {
  assert.equal(
    await declare('for (function () { f() }(), i = 0; i < 3; i++) g();'),
    'for (0, function () { f(); }(), i = 0; i < 3; i++) g();',
  )
})
