import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readConfig } from '../../../firmware/boot/read-config.ts'
import { withoutEscapes } from '../../../firmware/text.ts'
import { asOnTheEngine } from '../support/as-on-the-engine.ts'
import { changed, goodConfig, problemsOf } from '../support/board-at-boot.ts'
import { bytes, utf8 } from '../support/bytes.ts'
import { createFakeBoard } from '../support/fake-board.ts'
import { holds } from '../support/property.ts'

const convert = (json: string): string => asOnTheEngine(() => withoutEscapes(json, true))
const escaped = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`

// What is written in the JSON -> the bytes it becomes.
const table: readonly (readonly [name: string, json: string, converted: string])[] = [
  ['one byte: U+007F', '"\\u007f"', '"\x7f"'],
  ['two bytes, the first of them: U+0080', '"\\u0080"', bytes('"', 0xc2, 0x80, '"')],
  ['two bytes: é', '"\\u00e9"', bytes('"', 0xc3, 0xa9, '"')],
  ['two bytes, the last of them: U+07FF', '"\\u07ff"', bytes('"', 0xdf, 0xbf, '"')],
  ['three bytes, the first of them: U+0800', '"\\u0800"', bytes('"', 0xe0, 0xa0, 0x80, '"')],
  ['three bytes: 客厅', '"\\u5ba2\\u5385"', bytes('"', 0xe5, 0xae, 0xa2, 0xe5, 0x8e, 0x85, '"')],
  ['capital digits', '"\\u5BA2"', bytes('"', 0xe5, 0xae, 0xa2, '"')],
  ['three bytes, the last of them: U+FFFF', '"\\uffff"', bytes('"', 0xef, 0xbf, 0xbf, '"')],
  ['a surrogate pair, the first: U+10000', '"\\ud800\\udc00"', bytes('"', 0xf0, 0x90, 0x80, 0x80, '"')],
  ['a surrogate pair: 😀', '"\\ud83d\\ude00"', bytes('"', 0xf0, 0x9f, 0x98, 0x80, '"')],
  ['a surrogate pair, the last: U+10FFFF', '"\\udbff\\udfff"', bytes('"', 0xf4, 0x8f, 0xbf, 0xbf, '"')],
  ['text around and between', '"a\\u00e9b\\u5ba2c"', bytes('"a', 0xc3, 0xa9, 'b', 0xe5, 0xae, 0xa2, 'c"')],
]
for (const [name, json, converted] of table) {
  test(`converts ${name}`, () => {
    assert.equal(convert(json), converted)
  })
}

const leftAlone = [
  '',
  '{}',
  '"plain"',
  '"\\u0041"',
  '"\\u0022"',
  '"\\u005c"',
  '"\\u0000"',
  '"\\n\\t\\"\\\\\\/"',
  '"\\\\u5ba2"',
  '"\\\\\\\\u5ba2"',
  '"\\u005cu5ba2"',
  '"u5ba2"',
  utf8('"客厅"'),
  '"\\\\"',
  '"\\"u00e9"',
]
for (const json of leftAlone) {
  test(`leaves ${json === '' ? 'nothing' : json} as it is`, () => {
    assert.equal(convert(json), json)
  })
}

test('an escape that means a byte, as the boards write what is no ASCII, becomes that byte', () => {
  const toBytes = (json: string): string => asOnTheEngine(() => withoutEscapes(json, false))
  for (let byte = 0; byte < 256; byte++)
    assert.equal(toBytes(`"${escaped(byte)}"`), byte < 0x7f ? `"${escaped(byte)}"` : bytes('"', byte, '"'))
  assert.equal(toBytes('"\\u00E4\\u00B8\\u00AD"'), utf8('"\u4e2d"'), 'as JSON.stringify of a board writes it')
  assert.equal(toBytes('"\\n\\"\\\\u00e9\\u00ff"'), bytes('"\\n\\"\\\\u00e9', 0xff, '"'))
  assert.equal(toBytes('{"a":1}'), '{"a":1}')
})

test('an escaped backslash before a real escape is no part of it', () => {
  assert.equal(convert('"\\\\\\u00e9"'), bytes('"\\\\', 0xc3, 0xa9, '"'))
  assert.equal(convert('"\\n\\u00e9\\n"'), bytes('"\\n', 0xc3, 0xa9, '\\n"'))
})

test('every character of the basic plane, escaped, becomes its UTF-8', () => {
  for (let code = 0x80; code < 0x10000; code++) {
    if (code >= 0xd800 && code < 0xe000) continue
    const character = String.fromCharCode(code)
    if (convert(escaped(code)) !== utf8(character)) assert.fail(`U+${code.toString(16)}`)
  }
})

test('any text, escaped or raw or mixed, reads back as its UTF-8 bytes', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 30 })
  holds(
    fc.property(text, fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), (value, raws) => {
      // JSON.stringify escapes quotes, backslashes and controls; what is above, each character its own way.
      let i = 0
      const json = [...JSON.stringify(value)].map((character) => {
        const codes = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
        const isRaw = codes.every((code) => code < 0x80) || raws[i++ % raws.length] === true
        return isRaw ? utf8(character) : codes.map(escaped).join('')
      })
      assert.equal(JSON.parse(convert(json.join(''))), utf8(value))
    }),
    1000,
  )
})

test('a text cut anywhere, and any bytes, are never thrown at', () => {
  const sample = '"\\u00e9\\u5ba2\\ud83d\\ude00\\\\u00e9\\n\\u0041"'
  for (let end = 0; end <= sample.length; end++) {
    for (const tail of ['', '"', '\\', '\\u', 'zz']) assert.equal(typeof convert(sample.slice(0, end) + tail), 'string')
  }
  const nasty = fc.array(fc.constantFrom('\\', 'u', '0', 'd', '8', 'f', '"', '\xff', '\\u', '\\ud83d', '\\udc00'), {
    maxLength: 12,
  })
  holds(
    fc.property(nasty, (parts) => typeof convert(parts.join('')) === 'string'),
    2000,
  )
})

test('a high surrogate is a character by itself unless a low one follows', () => {
  const high = [0xed, 0xa0, 0xbd] as const
  assert.equal(convert('"\\ud83d\\u0041"'), bytes('"', ...high, '\\u0041"'))
  assert.equal(convert('"\\ud83d\\u5ba2"'), bytes('"', ...high, 0xe5, 0xae, 0xa2, '"'))
  assert.equal(convert('"\\ud83d\\ud83d\\ude00"'), bytes('"', ...high, 0xf0, 0x9f, 0x98, 0x80, '"'))
})

test('an unpaired surrogate is no reason to throw', () => {
  for (const json of ['"\\ud83d"', '"\\ude00"', '"\\ud83dx"', '"\\ud83d\\n"', '"\\ud83d\\ud83d"']) {
    assert.equal(typeof convert(json), 'string')
  }
})

test('a Wi-Fi name 客厅 and a password with quote, backslash and UTF-8 are the same bytes, raw or escaped', () => {
  const [ssid, password] = ['客厅', 'a"b\\c 密码😀']
  const config = changed(changed(goodConfig, 'wifi/ssid', ssid), 'wifi/password', password)
  const raw = JSON.stringify(config)
  const ascii = raw.replace(/[\u0080-\uffff]/g, (unit) => escaped(unit.charCodeAt(0)))
  assert.notEqual(raw, ascii)
  for (const text of [raw, ascii]) {
    createFakeBoard().files.set('device.json', utf8(text))
    const { wifi } = asOnTheEngine(() => readConfig(assert.fail)) as typeof goodConfig
    assert.deepEqual(wifi, { ssid: utf8(ssid), password: utf8(password) })
    assert.deepEqual(
      asOnTheEngine(() => problemsOf(text)),
      [],
    )
  }
})

test('lengths are counted in bytes: a name of 11 characters that takes 33 bytes is too long, escaped too', () => {
  const config = JSON.stringify(changed(goodConfig, 'wifi/ssid', '客'.repeat(11)))
  for (const text of [config, config.replace(/客/g, '\\u5ba2')]) {
    assert.equal(asOnTheEngine(() => problemsOf(text)).length, 1)
  }
})
