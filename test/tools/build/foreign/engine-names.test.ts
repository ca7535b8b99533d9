import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'acorn'
import type { Node } from 'estree'
import { bindEngineNames } from '../../../../tools/build/foreign/engine-names.mjs'

const bind = (code: string): string =>
  bindEngineNames(code, parse(code, { ecmaVersion: 2020, sourceType: 'module' }) as Node, (name) =>
    name === 'Storage' ? undefined : `load('${name}')`,
  ).toString()

for (const [code, made] of [
  ['Array.prototype.slice.call(a)', '[].slice.call(a)'],
  ["String.prototype['trim'].call(a)", '""[\'trim\'].call(a)'],
  ['Object.prototype.hasOwnProperty.call(a, b)', '({}).hasOwnProperty.call(a, b)'],
  ["require('DS18B20').connect(x)", "load('DS18B20').connect(x)"],
] as const)
  test(`${code} becomes ${made}`, () => assert.equal(bind(code), made))

for (const code of [
  'Array.prototype.flat = f',
  'delete Array.prototype.flat',
  'Array.prototype.count++',
  'var p = Array.prototype',
  'A.prototype.b.call(c)',
  'function f(Array) { return Array.prototype.slice }',
  "require('Storage').read(x)",
  'require(name)',
  "var require = f; require('DS18B20')",
  "(function (require) { require('DS18B20') })(f)",
  "a.require('DS18B20')",
])
  test(`stays as it is: ${code}`, () => assert.equal(bind(code), code))
