import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'acorn'
import { hasPlainCalls } from '../../../tools/build/passes/plain-calls.mjs'

const isPlain = (name: 'publish' | 'subscribe', code: string): boolean =>
  hasPlainCalls(parse(code, { ecmaVersion: 2022, sourceType: 'module' }), name)

const imports = "import { publish, subscribe } from 'device'\nimport * as iot from 'device'\nconst d = iot.device({})\n"

test('publish without a callback is plain, wherever it stands', () => {
  for (const code of ["publish('a', 'b')", "d.publish('a', 'b', { qos: 1 })", "f(() => iot.publish('a', 'b'))", ''])
    assert.equal(isPlain('publish', imports + code), true, code)
})

test('publish with what may be a callback is not plain, nor is one that is handed on', () => {
  for (const code of [
    "publish('a', 'b', {}, f)",
    "d.publish('a', 'b', options)",
    "d.publish('a', 'b', () => 1)",
    'f(publish)',
    'const p = d.publish',
    "d['publish']('a', 'b', {}, f)",
    'const { publish: p } = d',
    'publish(...all)',
    "publish('a', { b: 1 })",
    "publish('a', value)",
    "publish.call(d, 'a', 'b', {}, f)",
  ])
    assert.equal(isPlain('publish', imports + code), false, code)
})

test('subscribe is plain at the top level and without a callback: only there it is called once a filter', () => {
  assert.equal(isPlain('subscribe', `${imports}subscribe('a')\nd.subscribe('b')`), true)
  for (const code of [
    "subscribe('a', f)",
    "d.on('connect', () => d.subscribe('a'))",
    "for (let i = 0; i < 300; i++) subscribe('a' + i)",
    'list.forEach(subscribe)',
    'subscribe(...all)',
    "subscribe('')",
    "subscribe('' + topic)",
    'subscribe(topic)',
  ])
    assert.equal(isPlain('subscribe', imports + code), false, code)
})
