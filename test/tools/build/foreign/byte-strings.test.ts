import assert from 'node:assert/strict'
import { test } from 'node:test'
import ts from 'typescript'
import { toByteStrings } from '../../../../tools/build/foreign/byte-strings.mjs'

const refused: string[] = []
const convert = (code: string, file = 'app.ts'): string =>
  toByteStrings(ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true), (node, text) =>
    refused.push(`${node.getText()} ${text}`),
  ).toString()

for (const [what, code, bytes] of [
  ['a string', "f('\u4e2d')", "f('\\xe4\\xb8\\xad')"],
  ['a template, around what is in it', '`\u6e29${\u0061}\u5ea6`', '`\\xe6\\xb8\\xa9${a}\\xe5\\xba\\xa6`'],
  ['a key', '({ "\u6e29": 1 })', '({ "\\xe6\\xb8\\xa9": 1 })'],
  ['what was written as \\u', String.raw`'\u4e2d\u{4e2d}'`, String.raw`'\xe4\xb8\xad\xe4\xb8\xad'`],
  [
    'a pair of surrogates',
    String.raw`'\ud83d\ude00' + '${'\u{1f600}'}'`,
    String.raw`'\xf0\x9f\x98\x80' + '\xf0\x9f\x98\x80'`,
  ],
  ['a letter with an accent', "'\u00e9'", "'\\xc3\\xa9'"],
  ['what needs no backslash', "'\\\u4e2d'", "'\\xe4\\xb8\\xad'"],
] as const)
  test(`${what} becomes the bytes of its UTF-8`, () => assert.equal(convert(code), bytes))

for (const code of [
  String.raw`f('\xe4\n\\u4e2d\0')`,
  "'a' // \u4e2d\n/* \u6e29 */",
  "import './\u6e29.ts'",
  "export * from './\u6e29.ts'",
  '/abc/.test(x)',
])
  test(`stays as it is: ${JSON.stringify(code)}`, () => assert.equal(convert(code), code))

test('what was written as \\u00.. is a byte already, as in the engine', () =>
  assert.equal(convert(String.raw`'\u00e4\u4e2d'`), String.raw`'\xe4\xe4\xb8\xad'`))

test('names and regular expressions cannot be written so: they are refused', () => {
  refused.length = 0
  convert('var \u6e29 = /\u4e2d/.test(x), y = /\\u4e2d/')
  assert.match(
    refused.join('\n'),
    /^\u6e29 a name[^]*\n.*\u4e2d.* regular expression[^]*\n.*u4e2d.* regular expression/,
  )
})
