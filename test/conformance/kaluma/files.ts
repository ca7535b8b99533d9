import type { KalumaProbe } from './probe.ts'

/** The module fs. */
export const filesProbes: readonly KalumaProbe[] = [
  {
    name: 'fs: what was written is read back as bytes; exists and unlink',
    script: String.raw`
var fs = require("fs")
fs.writeFile("/a", new Uint8Array([1, 255]))
say(fs.exists("/a") + " " + (fs.readFile("/a") instanceof Uint8Array) + " " + fs.readFile("/a"))
fs.unlink("/a")
say(fs.exists("/a"))`,
    lines: ['true true 1,255', 'false'],
  },
  {
    name: 'fs: rename goes over a file that is there',
    script: String.raw`
var fs = require("fs")
fs.writeFile("/a", new Uint8Array([1]))
fs.writeFile("/b", new Uint8Array([2, 3]))
fs.rename("/b", "/a")
say(fs.readFile("/a") + " " + fs.exists("/b"))`,
    lines: ['2,3 false'],
  },
  {
    name: 'fs: an empty file is a file',
    script: String.raw`
var fs = require("fs")
fs.writeFile("/e", new Uint8Array(0))
say(fs.exists("/e") + " " + fs.readFile("/e").length)`,
    lines: ['true 0'],
  },
  {
    name: 'fs: writeFile of a text throws',
    script: 'say(thrown(function () { require("fs").writeFile("/t", "text") }))',
    lines: ['TypeError: "buffer" argument must be an TypedArray'],
  },
  {
    name: 'fs: what is not there throws',
    script: String.raw`
var fs = require("fs")
say(thrown(function () { fs.readFile("/none") }))
say(thrown(function () { fs.unlink("/none") }))
say(thrown(function () { fs.rename("/none", "/x") }))
try { fs.readFile("/none") } catch (error) { say(error.errno + " " + (error instanceof SystemError)) }`,
    lines: [
      'Error: No such file or directory',
      'Error: No such file or directory',
      'Error: No such file or directory',
      '-2 true',
    ],
  },
  {
    name: 'fs: a shorter text in the place of a longer one leaves nothing of it',
    script: String.raw`
var fs = require("fs")
fs.writeFile("/a", new Uint8Array([1, 2, 3, 4]))
fs.writeFile("/a", new Uint8Array([9]))
say(fs.readFile("/a") + "")`,
    lines: ['9'],
  },
]
