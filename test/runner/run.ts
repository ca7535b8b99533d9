import { readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

// One process for all the files named: starting a process a file costs more than the tests themselves.
// usage: node --import tsx test/runner/run.ts FOLDER ... [WORD ...]
// runs the *.test.ts below the folders whose names hold one of the words
const given = process.argv.slice(2)
const folders = given.filter((each) => statSync(each, { throwIfNoEntry: false })?.isDirectory() === true)
const words = given.filter((each) => !folders.includes(each)).map((word) => word.toLowerCase())

const files = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .filter((name) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word)))
    .sort()
    .map((name) => join(folder, name)),
)
if (files.length === 0) {
  const named = words.length === 0 ? '' : ` has ${words.join(' or ')} in its name`
  process.stderr.write(`no-such-test - no test file below ${folders.join(', ') || 'no folder'}${named}\n`)
  process.exit(1)
}
// What tests start speaks English, wherever the computer stands.
process.env['LC_ALL'] = 'C'
for (const file of files) await import(pathToFileURL(resolve(file)).href)
