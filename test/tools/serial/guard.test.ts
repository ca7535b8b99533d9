import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32 } from 'node:zlib'
import { guard, readGuarded } from '../../../tools/serial/guard.ts'
import { NoAnswer } from '../../../tools/serial/espruino-thread.ts'

/** What a board says to a guarded expression: its engine, as far as that needs one. */
function answer(guarded: string): unknown {
  const engine = { CRC32: (text: string) => crc32(Buffer.from(text, 'latin1')) }
  return new Function('E', `return ${guarded}`)(engine)
}

test('the value of an expression comes back, as far as JSON holds it; null where it is undefined', () => {
  for (const [expression, value] of [
    ['6*7', 42],
    ["{a:['x']}", { a: ['x'] }],
    ['undefined', null],
    ["'\\u00e9\"'", '\xe9"'],
  ] as const)
    assert.deepEqual(readGuarded(answer(guard(expression, 1)), 1, expression), value)
})

test('an expression that was damaged on its way is not evaluated', () => {
  const damaged = guard('E.done=6*7', 1).replace('6*7', '6*8')
  assert.equal(answer(damaged), false)
  assert.throws(() => readGuarded(answer(damaged), 1, 'E.done=6*7'), NoAnswer)
})

test('an answer with a byte changed, doubled or lost is none', () => {
  const good = String(answer(guard('[1,2,3]', 1)))
  for (let at = 0; at < good.length; at++) {
    for (const instead of ['', good.charAt(at).repeat(2), String.fromCharCode(good.charCodeAt(at) ^ 1)]) {
      const damaged = good.slice(0, at) + instead + good.slice(at + 1)
      if (damaged !== good) assert.throws(() => readGuarded(damaged, 1, '[1,2,3]'), NoAnswer, damaged)
    }
  }
})

test('an answer to another question is none, however sound it is', () => {
  const late = answer(guard('6*7', 1))
  assert.throws(() => readGuarded(late, 2, '6*7'), NoAnswer)
  assert.equal(readGuarded(late, 1, '6*7'), 42)
})

test('board-error is what the board threw, and says what it was asked', () => {
  const expression = `nothing.there(${'1'.repeat(100)})`
  assert.throws(() => readGuarded(answer(guard(expression, 1)), 1, expression), {
    slug: 'board-error',
    message: 'the board says: ReferenceError: nothing is not defined',
    hint: `it was asked: ${expression.slice(0, 60)} ...`,
  })
})
