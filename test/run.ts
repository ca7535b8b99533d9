import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

// One process for all the files named: starting a process a file costs more than the tests themselves.
// usage: tsx test/run.ts FOLDER [WORD ...]   runs the *.test.ts below FOLDER whose names hold one of the words
const [folder, ...words] = process.argv.slice(2)
if (folder === undefined) throw new Error('usage: tsx test/run.ts FOLDER [WORD ...]')

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .filter((name) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word.toLowerCase())))
  .sort()
if (files.length === 0) {
  process.stderr.write(`no-such-test - no test file below ${folder} has ${words.join(' or ')} in its name\n`)
  process.exit(1)
}
for (const name of files) await import(pathToFileURL(resolve(join(folder, name))).href)
