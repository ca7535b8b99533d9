import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBoard } from '../../../tools/board/board.ts'
import { accessPointOf } from '../../../tools/board/network/access-point.ts'
import { createMemoryNetwork } from '../../virtual/memory-network.ts'
import { createVirtualClock } from '../../virtual/virtual-clock.ts'

const clock = createVirtualClock()
const board = createBoard({ script: '', clock, transport: createMemoryNetwork(clock) })
board.boot()

/** What JSON.parse on the board makes of a text: the value as JSON, or the error. */
function parsed(text: string): string {
  board.offer('text', () => text)
  try {
    return JSON.stringify(board.evaluate('JSON.parse(text())'))
  } catch (error) {
    return String(error)
  }
}

test('JSON.parse reads what the lexer of the engine reads', () => {
  for (const [text, value] of [
    ['`a\nb`', '"a\\nb"'],
    ["'a\"b'", '"a\\"b"'],
    ['/* x */ [1, // y\n 2,]', '[1,2]'],
    ['{"a":1,"a":2,}', '{"a":1}'],
    ['1 2', '1'],
    ['0x1F', '31'],
    ['0b101', '5'],
    ['0o17', '15'],
    ['017', '15'],
    ['1_000', '1000'],
    ['1.5e2', '150'],
    ['.5', '0.5'],
    ['-7', '-7'],
    ['9223372036854775808', '-9223372036854776000'],
    ['"\\n\\r\\t\\b\\f\\v\\a\\x41\\u4e2d\\101\\7\\q"', JSON.stringify('\n\r\t\b\f\v\x07A\x2dA\x07q')],
    ['"\\400"', JSON.stringify(' 0')],
    ['[true,false,null]', '[true,false,null]'],
  ] as const)
    assert.equal(parsed(text), value, text)
})

test('JSON.parse says what it got and what it expected', () => {
  for (const [text, says] of [
    ['"a\nb"', 'Expecting valid value, got UNFINISHED STRING'],
    ['"a', 'Expecting valid value, got UNFINISHED STRING'],
    ['', 'Expecting valid value, got EOF'],
    ['abc', 'Expecting valid value, got ID'],
    ['undefined', 'Expecting valid value, got undefined'],
    ['++', 'Expecting valid value, got ++'],
    [')', "Expecting valid value, got ')'"],
    ['[1 2]', "Got INT expected ','"],
    ['{"a" 1}', "Got INT expected ':'"],
    ['{a:1}', 'Got ID:a expected STRING'],
    ['{1:1}', "Got INT expected '}'"],
    ['{"a":1 "b"}', "Got String:'b' expected ','"],
    ['{"a":1', "Got EOF expected ','"],
  ] as const)
    assert.equal(parsed(text), `SyntaxError: ${says}`, text)
  for (const text of ['"\\x4"', '"\\u12"', '"\\xg0"']) assert.equal(parsed(text), 'Error: Invalid escape sequence')
})

test('the network in range is the one of device.json, an open one without a password, none where it is wrong', () => {
  const points = (config: unknown) => accessPointOf(Buffer.from(typeof config === 'string' ? config : JSON.stringify(config))) // prettier-ignore
  assert.deepEqual(points({ wifi: { ssid: 'Home', password: 'p' } }), [{ ssid: 'Home', password: 'p' }])
  for (const wifi of [{ ssid: 'Home', password: '' }, { ssid: 'Home' }, { ssid: 'Home', password: 1 }])
    assert.deepEqual(points({ wifi }), [{ ssid: 'Home' }])
  for (const none of ['', '{', 'null', '7', '{}', '{"wifi":null}', '{"wifi":{"ssid":1}}'])
    assert.deepEqual(points(none), [])
  assert.deepEqual(accessPointOf(undefined), [])
})
