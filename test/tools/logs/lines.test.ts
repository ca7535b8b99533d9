import assert from 'node:assert/strict'
import { test } from 'node:test'
import { showLine } from '../../../tools/logs/show-line.ts'
import { drawLamp } from '../../../tools/board/lamp.ts'

const show = (line: string, { json = false, color = false, at = '' } = {}) =>
  showLine(line, { json, color, level: 'D', map: () => (at === '' ? undefined : at) })

test('details are dim, and what the interpreter says of an error is red, with or without a place in the sources', () => {
  assert.equal(show('00000.001 D mqtt x', { color: true }), '\x1b[2m00000.001 D mqtt x\x1b[0m')
  for (const line of ['ERROR: x', 'OUT OF MEMORY', 'Uncaught x'])
    assert.equal(show(line, { color: true }), `\x1b[31m${line}\x1b[0m`)
  assert.equal(show('no ERROR', { color: true }), 'no ERROR')
  assert.equal(show('    at x', { color: true, at: '    at link.ts:5:1' }), '\x1b[31m    at link.ts:5:1\x1b[0m')
  assert.equal(show('    at x', { at: '    at link.ts:5:1' }), '    at link.ts:5:1')
})

test('for programs a line of a stack has its place beside it, and another line is itself', () => {
  assert.equal(show('    at x', { json: true, at: '    at link.ts:5:1' }), '{"line":"    at x","at":"at link.ts:5:1"}')
  assert.equal(show('hello\x1b', { json: true }), '{"line":"hello?"}')
})

test('a caret below a place far to the right is not shown: its blanks would fill the screen', () => {
  assert.equal(show(`${' '.repeat(200)}^`), undefined)
  assert.equal(show('    ^'), '    ^')
})

test('tabs stay, every other control character is a question mark', () => {
  assert.equal(show('a\tb\x00\x08\x0b\x1f\x7fc'), 'a\tb?????c')
})

test('the lamp is lit while its pin is high', () => {
  assert.equal(drawLamp('D2', { use: 'output', value: 1 }, false), '  [(#) ON ]  pin D2 is high')
  assert.equal(drawLamp('D2', { use: 'output', value: 0 }, false), '  [( ) off]  pin D2 is low')
  assert.equal(drawLamp('D2', { use: 'output', value: 1 }, true), '  \u001b[1;30;43m (#) ON  \u001b[0m  pin D2 is high')
  assert.equal(drawLamp('D2', { use: 'output', value: 0 }, true), '  \u001b[2m ( ) off \u001b[0m  pin D2 is low')
})
