import type { KalumaProbe } from './probe.ts'

/** JSON and the functions that change texts into bytes. */
export const jsonProbes: readonly KalumaProbe[] = [
  {
    name: 'JSON.parse makes __proto__ a key of its own',
    script: String.raw`
var o = JSON.parse('{"__proto__":{"a":1}}')
say(Object.keys(o).join() + " " + o.a + " " + JSON.stringify(o))`,
    lines: ['__proto__ undefined {"__proto__":{"a":1}}'],
  },
  {
    name: 'JSON.parse makes a double of a big number',
    script:
      'say(JSON.stringify([JSON.parse("18446744073709551617"), JSON.parse("9007199254740993"), JSON.parse("1e21")]))',
    lines: ['[18446744073709552000,9007199254740992,1e+21]'],
  },
  {
    name: 'JSON.parse makes Infinity of 1e400, and JSON.stringify null of that',
    script: 'say(JSON.parse("1e400") + " " + JSON.stringify(JSON.parse("[1e400,-0]")))',
    lines: ['Infinity [null,0]'],
  },
  {
    name: 'JSON.parse says nothing of the text in its error',
    script: String.raw`
say(thrown(function () { JSON.parse("{\"secret\"") }))
say(thrown(function () { JSON.parse("") }))
say(thrown(function () { JSON.parse("[1,]") }))
say(thrown(function () { JSON.parse("{a:1}") }))
say(thrown(function () { JSON.parse("'x'") }))
say(thrown(function () { JSON.parse("01") }))
say(thrown(function () { JSON.parse("\"\\x01\"") }))
say(thrown(function () { JSON.parse("// c") }))
say(thrown(function () { JSON.parse("nul") }))
say(thrown(function () { JSON.parse("1 2") }))`,
    lines: [
      'SyntaxError: Invalid JSON format.',
      'SyntaxError: Invalid JSON format.',
      'SyntaxError: Invalid JSON format.',
      'SyntaxError: Invalid JSON format.',
      'SyntaxError: Invalid JSON format.',
      'SyntaxError: Invalid JSON format.',
      'SyntaxError: Invalid JSON format.',
      'SyntaxError: Invalid JSON format.',
      'SyntaxError: Invalid JSON format.',
      'SyntaxError: Invalid JSON format.',
    ],
  },
  {
    name: 'JSON.stringify leaves 0x7F to 0xFF as they are',
    script: String.raw`
say(hex(JSON.stringify("\x7f\x80\xff\u0001\n\"\\/")))`,
    lines: ['22 7f 80 ff 5c 75 30 30 30 31 5c 6e 5c 22 5c 5c 2f 22'],
  },
  {
    name: 'JSON.stringify of what is no value',
    script:
      'say(JSON.stringify({ a: undefined, f: function () {}, n: NaN, i: Infinity, d: new Date(0), nested: [undefined] }))',
    lines: ['{"n":null,"i":null,"d":"1970-01-01T00:00:00.000Z","nested":[null]}'],
  },
]
