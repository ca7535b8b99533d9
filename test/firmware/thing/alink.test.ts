import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { idText, isExact, isShallow, replyTo } from '../../../firmware/thing/alink.ts'
import { utf8, wire } from '../support/bytes.ts'
import { holds } from '../support/property.ts'

/** JSON as the platform reads it: UTF-8. */
function readJson(payload: string): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(wire(payload)))
}

function reply(id: unknown, wrong = ''): unknown {
  const text = idText(typeof id === 'string' ? utf8(id) : id)
  return readJson(
    wrong === '' ? `{"id":${text},"code":200,"data":{}}` : `${replyTo(text, 460, utf8(wrong))},"data":{}}`,
  )
}

test('depth 200 of objects, of arrays or of both is not shallow', () => {
  assert.equal(isShallow('{"a":'.repeat(200) + '1' + '}'.repeat(200)), false)
  assert.equal(isShallow('['.repeat(200) + ']'.repeat(200)), false)
  assert.equal(isShallow('{"id":"1","params":' + '[{"a":'.repeat(60) + '1' + '}]'.repeat(60) + '}'), false)
})

test('31 brackets are shallow, 32 are not, whatever their kinds', () => {
  for (const [braces, brackets] of [
    [31, 0],
    [0, 31],
    [16, 15],
  ] as const) {
    const payload = '{"a":'.repeat(braces) + '['.repeat(brackets)
    assert.equal(isShallow(payload), true, payload)
    assert.equal(isShallow(`${payload}[`), false, `${payload}[`)
    assert.equal(isShallow(`{${payload}`), false, `{${payload}`)
  }
})

test('an ordinary set of 60 switches is shallow, and so is what has no bracket', () => {
  const params = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`PowerSwitch_${i}`, 1]))
  assert.equal(isShallow(JSON.stringify({ id: '1', params, version: '1.0' })), true)
  assert.equal(isShallow(''), true)
  assert.equal(isShallow('x'.repeat(2000)), true)
})

test('echoes a decimal id as the string it was', () => {
  for (const id of [
    '0',
    '1',
    '12',
    '1700000000',
    '4294967295',
    '9007199254740993',
    '00012',
    '-1',
    '+1',
    '1.0',
    '1e3',
    '',
  ]) {
    assert.deepEqual(reply(id), { id, code: 200, data: {} })
  }
})

test('echoes a number as a number', () => {
  for (const id of [0, 1, 4_294_967_295, 1_700_000_000_000, Number.MAX_SAFE_INTEGER]) {
    assert.deepEqual(reply(id), { id, code: 200, data: {} })
  }
})

test('a number that may not be what was sent is no id: from 2^53 on, below 0, and fractions', () => {
  for (const id of [
    2 ** 53,
    2 ** 53 + 2,
    2 ** 54 + 4,
    2 ** 63,
    -1,
    -(2 ** 53),
    1e21,
    1e300,
    Infinity,
    1.5,
    0.1,
    1e-7,
    1e-17,
  ])
    assert.equal(idText(id), '', String(id))
})

test('echoes what the SDKs and strangers put into ids: bars, quotes, backslashes, control characters', () => {
  const ids = [
    '1|exp-topic|/sys/a/b/post_reply',
    'a"b',
    '"',
    '\\',
    '\\"',
    'a\\u0041',
    '\n',
    '\r\n\t',
    '\0',
    '\x1f \x7f',
    '{"id":1}',
    '","code":500,"x":"',
    '"code":',
    'Infinity',
    'NaN',
    'true',
    '__proto__',
  ]
  for (const id of ids) assert.deepEqual(reply(id), { id, code: 200, data: {} })
})

test('echoes UTF-8 byte for byte', () => {
  for (const id of ['é', '客厅', '😀', '\u0080\u07ff\u0800\uffff', 'a\u2028b'])
    assert.deepEqual(reply(id), { id, code: 200, data: {} })
})

test('echoes an id of 1500 bytes; one that is longer than 1600 as JSON is none', () => {
  for (const id of ['9'.repeat(1500), '"'.repeat(750), '厅'.repeat(500)])
    assert.deepEqual(reply(id), { id, code: 200, data: {} })
  for (const id of ['9'.repeat(1600), '"'.repeat(800), '\u0001'.repeat(300)]) assert.equal(idText(id), '')
})

test('any string is echoed as it was', () => {
  holds(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (id) => {
      assert.deepEqual(reply(id), { id, code: 200, data: {} })
      assert.deepEqual(reply(id, 'wrong'), { id, code: 460, message: 'wrong', data: {} })
    }),
    1000,
  )
})

test('what is no string and no number is no id', () => {
  for (const id of [undefined, null, true, false, {}, [], ['1'], { id: '1' }]) assert.equal(idText(id), '')
})

test('a reply to a wrong parameter is code 460 and says which', () => {
  assert.deepEqual(reply('7', 'PowerSwitch_1 must be 0 or 1; '), {
    id: '7',
    code: 460,
    message: 'PowerSwitch_1 must be 0 or 1; ',
    data: {},
  })
})

test('a reason is quoted, whatever it holds', () => {
  holds(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (wrong) => {
      assert.deepEqual(reply('1', wrong), { id: '1', code: 460, message: wrong, data: {} })
    }),
    500,
  )
})

test('a reply is one line: a line feed in id or reason is escaped', () => {
  assert.equal(idText('a\nb').includes('\n'), false)
  assert.equal(replyTo(idText('a\nb'), 460, 'c\nd').includes('\n'), false)
})

test('beside an array 127 commas are shallow, 128 are not', () => {
  const withX = (x: string) => `{"id":"1","x":${x},"params":{"PowerSwitch_1":1}}`
  // Two stand outside the array.
  assert.equal(isShallow(withX(`[${'0,'.repeat(125)}0]`)), true)
  assert.equal(isShallow(withX(`[${'0,'.repeat(126)}0]`)), false)
  assert.equal(isShallow(withX(`"${','.repeat(500)}"`)), true, 'without an array they are text')
})

test('an integer that the engine cannot hold is not exact', () => {
  const withX = (x: string) => `{"id":"1","x":${x},"params":{"PowerSwitch_1":1}}`
  for (const held of ['9223372036854775807e-1', '-9000000000000000000', '1.5', '"18446744073709551617"'])
    assert.equal(isExact(withX(held)), true, held)
  for (const wrapped of [
    '18446744073709551617',
    ' \n18446744073709551616',
    '-18446744073709551615',
    // The first that 64 bits with a sign do not hold.
    '9223372036854775808',
    '-9223372036854775809',
  ])
    assert.equal(isExact(withX(wrapped)), false, wrapped)
})
