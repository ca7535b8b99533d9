import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withEngineJson } from './support/engine-json.ts'
import { parsed, quote, quotedMax, toJson } from '../../firmware/text.ts'

test('quotes a text as JSON does, and leaves bytes from 0x7F on as they are', () => {
  assert.equal(quote(''), '""')
  assert.equal(quote('a"b\\c\n\x01'), '"a\\"b\\\\c\\n\\u0001"')
  assert.equal(quote('\x7f\x80\xe5\xae\xa2\xff'), '"\x7f\x80\xe5\xae\xa2\xff"')
})

test('a quoted text ends a little after 1600 bytes, however long the text is and whatever it grows to', () => {
  assert.equal(quotedMax, 1600)
  for (const character of ['x', '"', '\x01']) {
    const quoted = quote(character.repeat(5000))
    const longest = JSON.stringify(character).length - 2
    assert.ok(quoted.length > quotedMax && quoted.length <= quotedMax + longest + 1, `${quoted.length} bytes`)
    assert.ok(quoted.endsWith('"'))
  }
})

test('a text that is no JSON says nothing, and nothing of it is thrown', () => {
  assert.deepEqual(parsed('{"a":[1]}'), { a: [1] })
  for (const broken of ['', '{', 'secret']) assert.equal(parsed(broken), undefined)
})

test('a value as JSON has its bytes as they are, and escapes only what JSON wants escaped', () => {
  const value = { '\xe5\xae\xa2': ['\xc3\xa9"\\', 'a\n\u0001', '\x7f'], plain: 1 }
  const wanted = JSON.stringify(value)
  assert.equal(toJson(value), wanted)
  withEngineJson(() => {
    assert.notEqual(JSON.stringify(value), wanted)
    assert.equal(toJson(value), wanted)
  })
})
