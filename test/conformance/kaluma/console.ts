import type { KalumaProbe } from './probe.ts'

/** What print and console.log write. */
export const consoleProbes: readonly KalumaProbe[] = [
  {
    name: 'print writes no end of a line',
    script: String.raw`
print("one ")
print("two")
print("\n")`,
    lines: ['one two'],
  },
  {
    name: 'print takes texts only',
    script: String.raw`
say(thrown(function () { print(5) }))
say(thrown(function () { print() }))`,
    lines: ['\u001b[95m5\u001b[0mgives undefined', 'gives undefined'],
  },
  {
    name: 'console.log clears the line first',
    script: 'console.log("a", 1, true)',
    lines: ['\u001b[2K\r\u001b[0ma \u001b[95m1\u001b[0m \u001b[95mtrue\u001b[0m\r'],
  },
  {
    name: 'console.log of objects',
    script: 'console.log({ a: 1, b: "x" }, [1, 2], null, undefined)',
    lines: [
      '\u001b[2K\r\u001b[0m{\r',
      '  a: \u001b[95m1\u001b[0m,\r',
      "  b: \u001b[93m'x'\u001b[0m\r",
      '} [\r',
      '  \u001b[95m1\u001b[0m,\r',
      '  \u001b[95m2\u001b[0m\r',
      '] \u001b[90mnull\u001b[0m \u001b[90mundefined\u001b[0m\r',
    ],
  },
  {
    name: 'console.error is there',
    script: 'say(typeof console.error + " " + typeof console.warn + " " + typeof console.debug)',
    lines: ['function undefined undefined'],
  },
  {
    name: 'a byte of 0x80 and more leaves print as two',
    script: String.raw`
print("\xe5\x7f\x80\n")`,
    lines: ['\u00c3\u00a5\u007f\u00c2\u0080'],
  },
  {
    name: 'process.stdout.write writes bytes as they are',
    script: 'process.stdout.write(new Uint8Array([0xe5, 0xbc, 0x80, 10]))',
    lines: ['\u00e5\u00bc\u0080'],
  },
  {
    name: 'process.stdout.write of a text',
    script: 'say(thrown(function () { return process.stdout.write("text ") }))',
    lines: ['TypeError: "chunk" argument must be an TypedArray'],
  },
]
